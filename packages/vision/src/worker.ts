import { parentPort } from "node:worker_threads"
import { decodeImage } from "./decode-image.ts"
import type { Detection } from "./detections.ts"
import { ImageUndecodable } from "./errors.ts"
import { INPUT_SIZE, loadModel } from "./model.ts"

/** What the thread answers to an image. Anything else that goes wrong ends the thread, for its state is in doubt. */
export type Reply = { detections: Detection[] } | { undecodable: string; cause: unknown }

const model = loadModel()

// A rejection is unhandled on purpose: it ends the thread.
parentPort?.on("message", (image: Uint8Array) => void reply(image).then((answer) => parentPort?.postMessage(answer)))

async function reply(image: Uint8Array): Promise<Reply> {
  const detect = await model
  try {
    return { detections: detect(await decodeImage(image, INPUT_SIZE)) }
  } catch (error) {
    if (error instanceof ImageUndecodable) return { undecodable: error.reason, cause: error.cause }
    throw error
  }
}
