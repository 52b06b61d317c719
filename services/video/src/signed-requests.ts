import { setTimeout as sleep } from "node:timers/promises"
import type { SignedOriginal, SignedRequest } from "./decoding.ts"
import { OriginalGone, SignedRequestRefused } from "./errors.ts"
import type { RangeSource } from "./range-reader.ts"

/** As the SDK, by default. */
const ATTEMPTS = 3
const FIRST_WAIT_MILLISECONDS = 100
/** Of one range, headers and body. */
const READ_MILLISECONDS = 30_000

/** Reads an original in ranges. Throws OriginalGone, SignedRequestRefused. */
export function signedSource({ url, headers, bytes }: SignedOriginal): RangeSource {
  return {
    size: bytes,
    read: (start, end) =>
      withRetries(async () => {
        const range = { ...headers, range: `bytes=${start}-${end}` }
        const response = await fetch(url, { headers: range, signal: AbortSignal.timeout(READ_MILLISECONDS) })
        if (response.status === 404 || response.status === 412) {
          await response.body?.cancel()
          throw new OriginalGone("the video")
        }
        if (response.status !== 206) throw await refusalOf(response)
        const part = await response.bytes()
        if (part.length !== end - start + 1) throw new Error(`S3 sent ${part.length} bytes of ${start}-${end}`)
        return part
      }),
  }
}

export interface UploadedFile {
  readonly bytes: number
  content(): ReadableStream
}

/** Puts a file where the request is signed for. Throws SignedRequestRefused. */
export async function putSigned({ url, headers }: SignedRequest, { bytes, content }: UploadedFile): Promise<void> {
  await withRetries(async () => {
    // S3 takes no body whose length is not said. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
    const length = { ...headers, "content-length": String(bytes) }
    const response = await fetch(url, { method: "PUT", headers: length, body: content(), duplex: "half" })
    if (!response.ok) throw await refusalOf(response)
    await response.body?.cancel()
  })
}

/** Only what may go better the next time is tried again: where nothing was answered, and where S3 says that it is its own fault. */
async function withRetries<Result>(request: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request()
    } catch (error) {
      const final = error instanceof OriginalGone || (error instanceof SignedRequestRefused && error.status < 500)
      if (final || attempt === ATTEMPTS) throw error
      await sleep(FIRST_WAIT_MILLISECONDS * 2 ** (attempt - 1) * (1 + Math.random()))
    }
  }
}

async function refusalOf(response: Response): Promise<SignedRequestRefused> {
  const [, code = "UnknownError"] = /<Code>(\w{1,100})<\/Code>/.exec(await response.text()) ?? []
  return new SignedRequestRefused(code, response.status)
}
