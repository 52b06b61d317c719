import { callDecoder } from "./call-decoder.ts"
import {
  copyMadeSchema,
  type CopyRequest,
  copyRequestSchema,
  lookedSchema,
  type LookRequest,
  lookRequestSchema,
} from "./decoding.ts"
import type { CopyDeps } from "./copy-deps.ts"
import { decoder } from "./decoder.ts"
import { OriginalGone } from "./errors.ts"
import type { InspectDeps } from "./inspect-deps.ts"
import { lookAtVideo } from "./look-at-video.ts"
import { makeCopy } from "./make-copy.ts"
import type { UploadedFile } from "./signed-requests.ts"

/** The bytes of an original, as S3 gives them; undefined where it is gone. */
type Read = (start: number, end: number) => Promise<Uint8Array | undefined>

const signed = { url: "https://s3.example.com/signed", headers: {} }

/** A decoding function in memory, by the same JSON as over Lambda. */
export function lambdaOf(handler: (event: unknown) => Promise<unknown>) {
  const send = async ({ input }: { input: { Payload?: unknown } }) => ({
    Payload: Buffer.from(JSON.stringify(await handler(JSON.parse(String(input.Payload))))),
  })
  return { send } as unknown as Parameters<typeof callDecoder>[0]["client"]
}

function sourceOf(read: Read, size: number) {
  return {
    size,
    async read(start: number, end: number) {
      const bytes = await read(start, end)
      if (bytes === undefined) throw new OriginalGone("the video")
      return bytes
    },
  }
}

/** Looks at videos without S3 and Lambda. */
export function lookIn(read: Read): InspectDeps["look"] {
  const handler = decoder(lookRequestSchema, (request) => lookAtVideo(request, sourceOf(read, request.original.bytes)))
  const call = callDecoder({ client: lambdaOf(handler), functionName: "Look", result: lookedSchema })
  return (video, sniffed, sizes) =>
    call(video, { original: { ...signed, ...sniffed }, sizes: [...sizes] } satisfies LookRequest)
}

/** Makes copies without S3 and Lambda. */
export function copyIn(
  read: Read,
  upload: (key: string, file: UploadedFile) => Promise<void>,
  now?: () => number,
): CopyDeps["makeCopy"] {
  return async (video, sniffed, key) => {
    const handler = decoder(copyRequestSchema, ({ original: { container, bytes } }) =>
      makeCopy(container, sourceOf(read, bytes), (file) => upload(key, file), now),
    )
    const call = callDecoder({ client: lambdaOf(handler), functionName: "Convert", result: copyMadeSchema })
    const request: CopyRequest = { original: { ...signed, ...sniffed }, upload: signed }
    return { bucket: "output", key, ...(await call(video, request)) }
  }
}
