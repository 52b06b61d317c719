import { sha256Of } from "./sha256-of.ts"

interface Answer {
  readonly id: number
  readonly sha256?: string
  /** So far; the answer is still to come. */
  readonly bytes?: number
  readonly error?: { readonly name: string; readonly message: string }
}

interface Question {
  readonly file: Blob
  readonly progress: (bytes: number) => void
  readonly resolve: (sha256: string) => void
  readonly reject: (cause: Error) => void
}

/** Finds checksums in a worker, so that the page stays quick; in the page itself where no worker can be had. */
export function hasher(newWorker: (() => Worker) | undefined = workerIfAny()) {
  const questions = new Map<number, Question>()
  let lastId = 0
  let worker: Worker | undefined
  let broken = false

  const answer = ({ data: { id, sha256, bytes, error } }: MessageEvent<Answer>) => {
    const question = questions.get(id)
    if (bytes !== undefined) return question?.progress(bytes)
    questions.delete(id)
    if (sha256 !== undefined) question?.resolve(sha256)
    else question?.reject(Object.assign(new Error(error?.message), { name: error?.name ?? "Error" }))
  }
  const doWithout = () => {
    broken = true
    for (const { file, progress, resolve, reject } of questions.values())
      sha256Of(file, { progress }).then(resolve, reject)
    questions.clear()
  }
  const started = (newWorker: () => Worker) => {
    const next = newWorker()
    next.addEventListener("message", answer)
    next.addEventListener("error", doWithout)
    return next
  }
  return {
    /** `progress` is told now and then how many bytes of a large file are done. */
    hash(file: Blob, progress: (bytes: number) => void = () => {}): Promise<string> {
      if (broken || !newWorker) return sha256Of(file, { progress })
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      const id = ++lastId
      questions.set(id, { file, progress, resolve, reject })
      try {
        worker ??= started(newWorker)
        worker.postMessage({ id, file })
      } catch {
        doWithout()
      }
      return promise
    },
    close: () => worker?.terminate(),
  }
}

function workerIfAny(): (() => Worker) | undefined {
  if (typeof Worker === "undefined") return undefined
  return () => new Worker(new URL("./hash-worker.ts", import.meta.url), { type: "module" })
}
