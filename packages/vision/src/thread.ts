import type { Worker } from "node:worker_threads"
import { ImageUndecodable, RecogniserClosed, RecogniserCrashed } from "./errors.ts"
import type { Answers, Feature } from "./features.ts"
import type { Question, Reply } from "./worker.ts"

export interface Thread {
  /** @throws ImageUndecodable, RecogniserCrashed, RecogniserClosed */
  ask<F extends Feature>(feature: F, image: Uint8Array): Promise<Answers[F]>
  /** Loads the model. The first question then takes as long as the others. @throws RecogniserCrashed, RecogniserClosed */
  load(feature: Feature): Promise<void>
  close(): Promise<void>
}

/**
 * A worker thread that starts with the first question, serves one at a time, in order, and never keeps an idle process
 * alive. It ends after `idleSeconds` without a question. If it dies, the question that it was serving rejects. The next
 * question has a new thread.
 */
export function createThread(start: () => Worker, idleSeconds: number): Thread {
  let worker: Worker | undefined
  let ending: NodeJS.Timeout | undefined
  let closed = false
  let last: Promise<unknown> = Promise.resolve()

  function liveWorker(): Worker {
    if (worker) return worker
    const started = start()
    // Between calls nobody else listens, and an 'error' without a listener would end the process.
    started.on("error", () => {})
    started.once("exit", () => {
      if (worker === started) worker = undefined
    })
    return (worker = started)
  }

  async function serve(question: Question): Promise<Answers[Feature]> {
    if (closed) throw new RecogniserClosed()
    clearTimeout(ending)
    try {
      return await ask(liveWorker(), question)
    } catch (error) {
      if (error instanceof RecogniserCrashed) worker = undefined
      throw closed ? new RecogniserClosed({ cause: error }) : error
    } finally {
      ending = setTimeout(unload, idleSeconds * 1000).unref()
    }
  }

  function unload(): void {
    void worker?.terminate()
    worker = undefined
  }

  function next(question: Question): Promise<Answers[Feature]> {
    const answer = last.then(() => serve(question))
    last = answer.catch(() => {})
    return answer
  }

  return {
    // The thread answers the feature that it was asked for.
    ask: <F extends Feature>(feature: F, image: Uint8Array) => next({ feature, image }) as Promise<Answers[F]>,
    load: async (feature) => void (await next({ feature })),
    async close() {
      closed = true
      await worker?.terminate()
      await last
    },
  }
}

/** One question to the thread, one reply back. The thread keeps the process alive only meanwhile. */
function ask(worker: Worker, { feature, image }: Question): Promise<Answers[Feature]> {
  const { promise, resolve, reject } = Promise.withResolvers<Answers[Feature]>()
  const onMessage = (reply: Reply) =>
    "answer" in reply ? resolve(reply.answer) : reject(new ImageUndecodable(reply.undecodable, { cause: reply.cause }))
  const onError = (error: unknown) =>
    reject(new RecogniserCrashed(error instanceof Error ? error.message : String(error), { cause: error }))
  const onExit = (code: number) => reject(new RecogniserCrashed(`exit code ${code}`))
  worker.once("message", onMessage).once("error", onError).once("exit", onExit).ref()
  // A copy, because the caller keeps its bytes; transferred, because one copy is enough.
  const copy = image && new Uint8Array(image)
  worker.postMessage({ feature, ...(copy ? { image: copy } : {}) } satisfies Question, copy ? [copy.buffer] : [])
  return promise.finally(() => {
    worker.off("message", onMessage).off("error", onError).off("exit", onExit).unref()
  })
}
