import { Worker } from "node:worker_threads"
import type { DetectedLabel } from "./detected-label.ts"
import type { Seeing } from "./seen.ts"
import { createThread } from "./thread.ts"

export interface Recogniser {
  /**
   * Labels of an encoded JPEG or PNG, most confident first; boxes are relative to the upright image (EXIF orientation
   * applied). Calls of one thread are served one at a time, in order.
   *
   * @throws ImageUndecodable, RecogniserCrashed, RecogniserClosed
   */
  detectLabels(image: Uint8Array): Promise<DetectedLabel[]>
  /** Loads the models for labels, faces and colours before the first photo needs them. @throws RecogniserCrashed, RecogniserClosed */
  warm(): Promise<void>
  /** Ends the threads. Calls that still wait reject with RecogniserClosed. */
  close(): Promise<void>
}

export interface RecogniserOptions {
  /** Starts one of the two threads. Default: `worker.ts` of this package. */
  startWorker?: (name: ThreadName) => Worker
  /** How long a thread keeps its models without a call. Default: 600. */
  idleSeconds?: number
}

/** Text is read beside everything else: the two take about as long, and two threads are what two cores can use. */
export type ThreadName = "vision" | "text"

/** A recogniser whose threads and models start with the first call that needs them. It never keeps an idle process alive. */
export function createRecogniser(options: RecogniserOptions = {}): Recogniser & Seeing {
  const { startWorker = startThread, idleSeconds = 600 } = options
  const vision = createThread(() => startWorker("vision"), idleSeconds)
  const text = createThread(() => startWorker("text"), idleSeconds)
  return {
    detectLabels: (image) => vision.ask("labels", image),
    detectFaces: (image) => vision.ask("faces", image),
    detectModerationLabels: (image) => vision.ask("moderation", image),
    imageProperties: (image) => vision.ask("properties", image),
    detectText: (image) => text.ask("text", image),
    warm: async () => void (await Promise.all((["labels", "faces", "properties"] as const).map(vision.load))),
    close: async () => void (await Promise.all([vision.close(), text.close()])),
  }
}

function startThread(name: ThreadName): Worker {
  // Flags are not inherited: the process's own (--input-type, --import, ...) can keep the thread from starting.
  return new Worker(new URL("./worker.ts", import.meta.url), {
    name,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  })
}
