import { MalformedEvent } from "@darkroom/events"
import { queueHandler, type Runtime, type Work } from "@darkroom/lambda"
import type { SQSRecord } from "aws-lambda"
import { type Deps, defaultDeps } from "./deps.ts"
import { work } from "./work/work.ts"
import { workMessageSchema } from "./work-queue.ts"

export const handler = queueHandler(async (record, runtime) => workOf(record, runtime))

/**
 * What there is to do for a message: a turn of its backfill. Every receive is done anew, as what was done before is in the table;
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
      await work(message.data, { holder: receive, stillAlive }, deps())
    },
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new MalformedEvent("The message", ["it is not JSON"], { cause })
  }
}
