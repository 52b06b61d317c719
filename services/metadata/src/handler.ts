import { ImageUndecodable, ImageUploaded } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { extractMetadata } from "./extract-metadata.ts"
import { rejectUndecodable } from "./reject-undecodable.ts"

export const handler = subscriber([on(ImageUploaded, extractMetadata), on(ImageUndecodable, rejectUndecodable)])
