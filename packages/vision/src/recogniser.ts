import { Worker } from "node:worker_threads"
import type { DetectedLabel } from "./detected-label.ts"
import type { Detection } from "./detections.ts"
import { ImageUndecodable, RecogniserClosed, RecogniserCrashed } from "./errors.ts"
import { toLabels } from "./labels.ts"
import type { Reply } from "./worker.ts"

export interface Recogniser {
  /**
   * Labels of an encoded JPEG or PNG, most confident first; boxes are relative to the upright image (EXIF orientation
   * applied). Calls are served one at a time, in order.
   *
   * @throws ImageUndecodable, RecogniserCrashed, RecogniserClosed
   */
  detectLabels(image: Uint8Array): Promise<DetectedLabel[]>
  /** Ends the thread. Calls that still wait reject with RecogniserClosed. */
  close(): Promise<void>
}

export interface RecogniserOptions {
  /** Starts the thread that runs the model. Default: `worker.ts` of this package. */
  startWorker?: () => Worker
}

/** A recogniser whose thread starts with the first call and never keeps an idle process alive. */
export function createRecogniser({ startWorker = startModelWorker }: RecogniserOptions = {}): Recogniser {
  let worker: Worker | undefined
  let closed = false
  let last: Promise<unknown> = Promise.resolve()

  function liveWorker(): Worker {
    if (worker) return worker
    const started = startWorker()
    // Between calls nobody else listens, and an 'error' without a listener would end the process.
    started.on("error", () => {})
    started.once("exit", () => {
      if (worker === started) worker = undefined
    })
    return (worker = started)
  }

  async function recognise(image: Uint8Array): Promise<DetectedLabel[]> {
    if (closed) throw new RecogniserClosed()
    try {
      return toLabels(await ask(liveWorker(), image))
    } catch (error) {
      if (error instanceof RecogniserCrashed) worker = undefined
      throw closed ? new RecogniserClosed({ cause: error }) : error
    }
  }

  return {
    detectLabels(image) {
      const labels = last.then(() => recognise(image))
      last = labels.catch(() => {})
      return labels
    },
    async close() {
      closed = true
      await worker?.terminate()
      await last
    },
  }
}

function startModelWorker(): Worker {
  // Flags are not inherited: the process's own (--input-type, --import, ...) can keep the thread from starting.
  return new Worker(new URL("./worker.ts", import.meta.url), { name: "vision", execArgv: [] })
}

/** One image to the thread, one reply back. The thread keeps the process alive only meanwhile. */
function ask(worker: Worker, image: Uint8Array): Promise<Detection[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Detection[]>()
  const onMessage = (reply: Reply) =>
    "detections" in reply
      ? resolve(reply.detections)
      : reject(new ImageUndecodable(reply.undecodable, { cause: reply.cause }))
  const onError = (error: unknown) =>
    reject(new RecogniserCrashed(error instanceof Error ? error.message : String(error), { cause: error }))
  const onExit = (code: number) => reject(new RecogniserCrashed(`exit code ${code}`))
  worker.once("message", onMessage).once("error", onError).once("exit", onExit).ref()
  // A copy, because the caller keeps its bytes; transferred, because one copy is enough.
  const copy = new Uint8Array(image)
  worker.postMessage(copy, [copy.buffer])
  return promise.finally(() => {
    worker.off("message", onMessage).off("error", onError).off("exit", onExit).unref()
  })
}
