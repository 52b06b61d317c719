import { MalformedEvent } from "@darkroom/events"
import { HandlerError, queueHandler, type Runtime, type Work } from "@darkroom/lambda"
import type { SQSRecord } from "aws-lambda"
import { type Deps, defaultDeps } from "./deps.ts"
import { work } from "./work/work.ts"
import { workMessageSchema } from "./work-queue.ts"

/** SQS gives a message up after 1,000 receives and after 14 days. */
const MOST_RECEIVES = 900
const OLDEST_MILLISECONDS = 10 * 24 * 3_600_000

export const handler = queueHandler(async (record, runtime) => workOf(record, runtime))

/**
 * What there is to do for a message: a turn of its backfill. The message comes back for the next turn. Every receive is done anew, as what was done before is in the table;
 * one at a time, because a lease is there too. While the work lives, its message stays hidden hardly longer than the lease, so
 * that after a crash somebody goes on within that time.
 */
export function workOf(record: SQSRecord, { queue }: Pick<Runtime, "queue">, deps: () => Deps = defaultDeps): Work {
  const message = workMessageSchema.safeParse(parseJson(record.body))
  if (!message.success)
    throw new MalformedEvent(
      "The message",
      message.error.issues.map((issue) => issue.message),
    )
  const receive = `${record.messageId}#${record.attributes.ApproximateReceiveCount}`
  const stillAlive = () => queue.hold([record], Math.ceil(deps().limits.lease / 1000) + 1)
  return {
    key: receive,
    ids: { backfillId: message.data.id },
    async run() {
      await stillAlive()
      try {
        await work(message.data, { holder: receive, stillAlive }, deps())
      } catch (error) {
        if (!isWaiting(error) || !isWorn(record, deps())) throw error
        await deps().queue.send(message.data, error.retryAfter)
      }
    },
  }
}

/** Nothing is wrong: the message is to come back. */
function isWaiting(error: unknown): error is HandlerError {
  return error instanceof HandlerError && error.failureClass === "throttled"
}

/** Whether another message has to take this one's place. */
function isWorn({ attributes }: SQSRecord, { now }: Deps): boolean {
  const { ApproximateReceiveCount: receives, SentTimestamp: sent } = attributes
  return Number(receives) >= MOST_RECEIVES || now() - Number(sent) >= OLDEST_MILLISECONDS
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new MalformedEvent("The message", ["it is not JSON"], { cause })
  }
}
