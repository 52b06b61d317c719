import { ImageUploaded } from "@darkroom/events"
import { subscriber } from "@darkroom/lambda"
import { extractMetadata } from "./extract-metadata.ts"

export const handler = subscriber(ImageUploaded, extractMetadata)
