import { parentPort } from "node:worker_threads"
import sharp from "sharp"
import { ImageUndecodable } from "./errors.ts"
import { type Answers, type Feature, see } from "./features.ts"

export interface Question {
  feature: Feature
  /** None to have the model loaded. */
  image?: Uint8Array
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
    return { answer: await see(feature, image ?? (await greyPicture())) }
  } catch (error) {
    if (error instanceof ImageUndecodable) return { undecodable: error.reason, cause: error.cause }
    throw error
  }
}

/** Nothing is on it. A model compiles its first run, so it has to look at something. */
async function greyPicture(): Promise<Uint8Array> {
  return await sharp({ create: { width: 256, height: 256, channels: 3, background: "#808080" } })
    .png()
    .toBuffer()
}
