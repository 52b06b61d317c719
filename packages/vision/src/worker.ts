import { parentPort } from "node:worker_threads"
import { ImageUndecodable } from "./errors.ts"
import { type Answers, type Feature, see } from "./features.ts"

export interface Question {
  feature: Feature
  image: Uint8Array
}

/** What the thread answers to an image. Anything else that goes wrong ends the thread, for its state is in doubt. */
export type Reply = { answer: Answers[Feature] } | { undecodable: string; cause: unknown }

// A rejection is unhandled on purpose: it ends the thread.
parentPort?.on(
  "message",
  (question: Question) => void reply(question).then((answer) => parentPort?.postMessage(answer)),
)

async function reply({ feature, image }: Question): Promise<Reply> {
  try {
    return { answer: await see(feature, image) }
  } catch (error) {
    if (error instanceof ImageUndecodable) return { undecodable: error.reason, cause: error.cause }
    throw error
  }
}
