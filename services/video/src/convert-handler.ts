import "./reserve-dirname.ts"
import { decoder } from "./decoder.ts"
import { copyRequestSchema } from "./decoding.ts"
import { makeCopy } from "./make-copy.ts"
import { putSigned, signedSource } from "./signed-requests.ts"

/** Is invoked by copies-handler.ts. Has no permission of its own. */
export const handler = decoder(copyRequestSchema, ({ original, upload }) =>
  makeCopy(original.container, signedSource(original), (file) => putSigned(upload, file)),
)
