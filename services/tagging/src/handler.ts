import { MetadataExtracted, RecognitionRequested } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { tagAgain, tagImage } from "./tag-image.ts"

export const handler = subscriber([on(MetadataExtracted, tagImage), on(RecognitionRequested, tagAgain)])
