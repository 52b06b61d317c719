import type { SignedUpload } from "@darkroom/gallery-api"
import { ConnectionLost } from "./connection-lost.ts"
import { s3Failure } from "./s3-failure.ts"
import type { Clock } from "./upload-deps.ts"

export interface PostOptions {
  /** Bytes of the file that have left. */
  readonly progress: (sent: number) => void
  readonly signal: AbortSignal
}

export interface Poster {
  readonly clock: Clock
  readonly request?: () => XMLHttpRequest
}

/** A connection that moves nothing for so long is gone, whatever the browser thinks of it. */
const STALLED = 60_000

/**
 * Posts a file with its form; fetch cannot tell how far it is. Rejects with S3Failure, with ConnectionLost, or with
 * AbortError. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
export function formPoster({ clock, request: newRequest = () => new XMLHttpRequest() }: Poster) {
  return (form: SignedUpload, file: Blob, { progress, signal }: PostOptions): Promise<void> => {
    if (signal.aborted) return Promise.reject(signal.reason)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const request = newRequest()
    const stop = (reason: Error) => {
      reject(reason)
      request.abort()
    }
    const watch = stallWatch(clock, () => stop(new ConnectionLost("Nothing moved for a minute")))
    const abort = () => stop(signal.reason)
    signal.addEventListener("abort", abort)
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      watch.moved()
      progress(share(loaded, total, file.size))
    })
    request.addEventListener("error", () => reject(new ConnectionLost("The connection broke off")))
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve()
      else reject(s3Failure(request.status, request.responseText))
    })
    request.open("POST", form.url)
    request.send(bodyOf(form, file))
    return promise.finally(() => {
      watch.end()
      signal.removeEventListener("abort", abort)
    })
  }
}

/** The form's own fields and boundaries count as sent bytes too. */
function share(loaded: number, total: number, size: number): number {
  return total > 0 ? Math.min(size, Math.round((loaded / total) * size)) : 0
}

/** S3 ignores what stands after the file, so it is last. */
function bodyOf({ fields }: SignedUpload, file: Blob): FormData {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append("file", file)
  return body
}

function stallWatch(clock: Clock, stalled: () => void) {
  let end = clock.after(STALLED, stalled)
  return {
    moved() {
      end()
      end = clock.after(STALLED, stalled)
    },
    end: () => end(),
  }
}
