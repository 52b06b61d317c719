import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs"
import { z } from "zod"

/** What there is to do: to go on with a backfill, or to write the report of one that has ended anew. */
export const workMessageSchema = z.object({ id: z.uuid(), report: z.boolean().default(false) })
export type WorkMessage = z.infer<typeof workMessageSchema>

export interface WorkQueue {
  /** Somebody is to work on it, after so many seconds (0 to 900). */
  send(message: z.input<typeof workMessageSchema>, delaySeconds?: number): Promise<void>
  /** Messages that wait in the fullest of the pipeline's backfill lanes, or are being worked on. */
  backlog(): Promise<number>
}

export function workQueue(client: Pick<SQSClient, "send">, url: string, lanes: readonly string[]): WorkQueue {
  return {
    async send(message, DelaySeconds = 0) {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(message), DelaySeconds }))
    },
    async backlog() {
      const depths = await Promise.all(lanes.map(depth))
      return Math.max(0, ...depths)
    },
  }

  async function depth(QueueUrl: string): Promise<number> {
    const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }))
    return names.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0)
  }
}
