import { MetadataExtracted } from "@darkroom/events"
import { subscriber } from "@darkroom/lambda"
import { tagImage } from "./tag-image.ts"

export const handler = subscriber(MetadataExtracted, tagImage)
