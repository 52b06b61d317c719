import { DeleteCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb"
import type { WaitingJob } from "./job.ts"
import type { JobTable } from "./table.ts"

/** The jobs that wait for a slot, in the order of their positions. An entry can be left over: the job's record decides. */
export interface WaitingJobs {
  add(job: WaitingJob): Promise<void>
  remove(position: string): Promise<void>
  /** The first one that `wanted` takes. */
  first(wanted: (job: WaitingJob) => boolean): Promise<WaitingJob | undefined>
}

const WAITING = "waiting"
const PAGE = 50

export function waitingJobsIn({ client, name }: JobTable): WaitingJobs {
  return {
    async add({ videoId, feature, token, position }) {
      const Item = { pk: WAITING, sk: position, videoId, feature, token }
      await client.send(new PutCommand({ TableName: name, Item }))
    },
    async remove(position) {
      await client.send(new DeleteCommand({ TableName: name, Key: { pk: WAITING, sk: position } }))
    },
    async first(wanted) {
      let start: Record<string, unknown> | undefined
      do {
        const query = new QueryCommand({
          TableName: name,
          // What was added before a slot was free must be seen by whoever freed it.
          ConsistentRead: true,
          KeyConditionExpression: "pk = :waiting",
          ExpressionAttributeValues: { ":waiting": WAITING },
          Limit: PAGE,
          ...(start && { ExclusiveStartKey: start }),
        })
        const { Items = [], LastEvaluatedKey } = await client.send(query)
        const found = Items.map(jobOf).find(wanted)
        if (found) return found
        start = LastEvaluatedKey
      } while (start !== undefined)
      return undefined
    },
  }
}

function jobOf({ sk, videoId, feature, token }: Record<string, unknown>): WaitingJob {
  return { position: sk, videoId, feature, token } as WaitingJob
}
