import type { SQSRecord } from "aws-lambda"
import { classify, type Failure } from "./classify.ts"
import type { Runtime } from "./runtime.ts"

/** One receive of a message, among those before it. */
export interface Delivery {
  /** How often SQS handed the message out, this time included. */
  readonly receives: number
  /** How often it was told to wait before. */
  readonly waits: number
  /** Which attempt this is: a receive that ended in waiting was none; one that ended in a crash was. */
  readonly attempt: number
  /** This receive is no attempt, or none so far is. */
  excuse(which?: "this" | "all"): Promise<void>
}

/** Where SQS gives up no later than we do, every receive is an attempt, and nothing is written down. */
export async function deliveryOf(record: SQSRecord, runtime: Runtime): Promise<Delivery> {
  const receives = Number(record.attributes.ApproximateReceiveCount)
  const patient = runtime.queueReceives > runtime.maxReceives
  const waits = patient && receives > 1 ? await waitsOf(record, runtime) : 0
  return {
    receives,
    waits,
    attempt: Math.max(1, receives - waits),
    excuse: async (which) => {
      if (patient) await excuse(record, which, runtime)
    },
  }
}

/** Whether there is no attempt after this one. Being throttled is never the last, as long as SQS lets it. */
export function isLast(failure: Failure, { receives, attempt }: Delivery, runtime: Runtime): boolean {
  if (receives >= runtime.queueReceives) return true
  return failure.class !== "throttled" && attempt >= runtime.maxReceives
}

/** Without an answer nothing can be told of the attempts: the error makes the message come back when its time is over. */
async function waitsOf(record: SQSRecord, { waits, logger }: Runtime): Promise<number> {
  try {
    return await waits.of(record)
  } catch (error) {
    logger.warn("A message's waits could not be read", { messageId: record.messageId, error: classify(error) })
    throw error
  }
}

async function excuse(record: SQSRecord, which: "this" | "all" | undefined, { waits, logger }: Runtime): Promise<void> {
  try {
    await waits.add(record, which)
  } catch (error) {
    logger.warn("A wait could not be written down, so it counts as an attempt", {
      messageId: record.messageId,
      error: classify(error),
    })
  }
}
