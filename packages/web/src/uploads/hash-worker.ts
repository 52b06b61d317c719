import { sha256Of } from "./sha256-of.ts"

interface Question {
  readonly id: number
  readonly file: Blob
}

/** A worker's own scope, as far as it is used; the library of types for it clashes with the page's. */
const scope = globalThis as unknown as {
  addEventListener(type: "message", listener: (event: MessageEvent<Question>) => void): void
  postMessage(answer: unknown): void
}

scope.addEventListener("message", ({ data: { id, file } }) => {
  sha256Of(file, { progress: (bytes) => scope.postMessage({ id, bytes }) }).then(
    (sha256) => scope.postMessage({ id, sha256 }),
    (error: unknown) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      scope.postMessage({ id, error: { name, message } })
    },
  )
})
