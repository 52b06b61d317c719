import "./reserve-dirname.ts"
import { decoder } from "./decoder.ts"
import { lookRequestSchema } from "./decoding.ts"
import { lookAtVideo } from "./look-at-video.ts"
import { signedSource } from "./signed-requests.ts"

/** Is invoked by handler.ts. Has no permission of its own. */
export const handler = decoder(lookRequestSchema, (request) => lookAtVideo(request, signedSource(request.original)))
