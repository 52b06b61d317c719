import { TransactionCanceledException } from "@aws-sdk/client-dynamodb"
import { BatchGetCommand, type DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb"
import { type BackfillCounts, derivedId } from "@darkroom/events"
import { setTimeout as sleep } from "node:timers/promises"
import { noCounts, sumOf } from "./record.ts"
import { KEPT_FOR, keysOf, partition, shardOf } from "./shards.ts"

/** What became of a task, as backfills count it. */
export type TaskOutcome = Exclude<keyof BackfillCounts, "rows">

export interface JobTasks {
  /** Counts a task once, however often it is asked; false where it was counted before. */
  count(id: string, taskId: string, outcome: TaskOutcome): Promise<boolean>
  counts(id: string): Promise<BackfillCounts>
}

const COUNTS = "tasks"
/** Times that a count is tried which others are in the way of. */
const ATTEMPTS = 6

export interface JobTasksOptions {
  readonly now?: () => number
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

/** The items of the table Backfills that are tasks of a job of S3 Batch Operations: the task and the count of it are one write. */
export function jobTasksTable(
  client: Pick<DynamoDBDocumentClient, "send">,
  table: string,
  { now = Date.now, wait = sleep }: JobTasksOptions = {},
): JobTasks {
  const countOnce = (id: string, taskId: string, outcome: TaskOutcome) => {
    const pk = partition(id, shardOf(taskId))
    const expires = Math.floor(now() / 1000) + KEPT_FOR
    const Item = { pk, sk: `task#${derivedId("task", taskId)}`, expires }
    return new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName: table, Item, ConditionExpression: "attribute_not_exists(pk)" } },
        {
          Update: {
            TableName: table,
            Key: { pk, sk: COUNTS },
            UpdateExpression: "ADD #outcome :one, #rows :one",
            ExpressionAttributeNames: { "#outcome": outcome, "#rows": "rows" },
            ExpressionAttributeValues: { ":one": 1 },
          },
        },
      ],
    })
  }

  return {
    async count(id, taskId, outcome) {
      for (let attempt = 1; ; attempt++) {
        try {
          await client.send(countOnce(id, taskId, outcome))
          return true
        } catch (error) {
          const reasons = reasonsOf(error)
          if (reasons.includes("ConditionalCheckFailed")) return false
          if (!reasons.includes("TransactionConflict") || attempt === ATTEMPTS) throw error
          await wait(Math.random() * 50 * 2 ** attempt)
        }
      }
    },
    async counts(id) {
      const read = new BatchGetCommand({
        RequestItems: { [table]: { Keys: keysOf(id, COUNTS), ConsistentRead: true } },
      })
      const { Responses = {} } = await client.send(read)
      return (Responses[table] ?? []).reduce<BackfillCounts>(
        (sum, counts) => sumOf(sum, { ...noCounts, ...counts }),
        noCounts,
      )
    },
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
function reasonsOf(error: unknown): string[] {
  if (!(error instanceof TransactionCanceledException)) return []
  return (error.CancellationReasons ?? []).flatMap(({ Code }) => Code ?? [])
}
