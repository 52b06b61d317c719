import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb"
import type { BackfillState } from "@darkroom/events"
import type { BackfillRecord } from "./record.ts"

/** What changes of a record when it is worked on. */
export type Progress = Partial<Pick<BackfillRecord, "position" | "counts" | "done" | "waiting">>

export interface Lease {
  readonly holder: string
  readonly now: number
  readonly until: number
}

export interface Backfills {
  get(id: string): Promise<BackfillRecord | undefined>
  list(): Promise<BackfillRecord[]>
  /** False where there is one of that id already. */
  create(record: BackfillRecord): Promise<boolean>
  /** Changes it where it is in one of the states; undefined where it is not. */
  change(
    id: string,
    states: readonly BackfillState[],
    changes: Partial<BackfillRecord>,
  ): Promise<BackfillRecord | undefined>
  /** Takes it to work on it alone; undefined where somebody has it, or it does not run. */
  lease(id: string, lease: Lease): Promise<BackfillRecord | undefined>
  /** Writes how far the holder has come, and keeps the lease; undefined where it has been lost. The answer tells rate and state anew. */
  checkpoint(id: string, lease: Lease, progress: Progress): Promise<BackfillRecord | undefined>
  /** Lets go of it; nothing is done where it was lost. */
  release(id: string, holder: string): Promise<void>
  /** True where nobody else has asked for the report since `since`: who hears that has to see to it. */
  claimReport(id: string, now: number, since: number): Promise<boolean>
}

/** All backfills have one partition key: there are few, and they are listed. */
const PARTITION = "backfill"

/** The items of the table Backfills that are backfills; the others are rows that were not taken. */
export function backfillsTable(client: Pick<DynamoDBDocumentClient, "send">, table: string): Backfills {
  const item = (id: string) => ({ TableName: table, Key: { pk: PARTITION, sk: id } })

  async function update(id: string, change: Partial<UpdateCommandInput>): Promise<BackfillRecord | undefined> {
    try {
      const { Attributes } = await client.send(new UpdateCommand({ ...item(id), ReturnValues: "ALL_NEW", ...change }))
      return recordOf(Attributes)
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined
      throw error
    }
  }

  return {
    async get(id) {
      const { Item } = await client.send(new GetCommand({ ...item(id), ConsistentRead: true }))
      return recordOf(Item)
    },
    async list() {
      const records: BackfillRecord[] = []
      for (let from: Record<string, unknown> | undefined, more = true; more; more = from !== undefined) {
        const query = new QueryCommand({
          TableName: table,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": PARTITION },
          ExclusiveStartKey: from,
        })
        const { Items = [], LastEvaluatedKey } = await client.send(query)
        records.push(...Items.flatMap((found) => recordOf(found) ?? []))
        from = LastEvaluatedKey
      }
      return records.toSorted((a, b) => b.startedAt - a.startedAt)
    },
    async create(record) {
      const Item = { pk: PARTITION, sk: record.id, ...record }
      const put = new PutCommand({ TableName: table, Item, ConditionExpression: "attribute_not_exists(pk)" })
      try {
        await client.send(put)
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },
    change(id, states, changes) {
      const { expression, names, values } = setting(changes)
      const allowed = states.map((_, index) => `:state${index}`)
      return update(id, {
        UpdateExpression: expression,
        ConditionExpression: `#current IN (${allowed.join(", ")})`,
        ExpressionAttributeNames: { ...names, "#current": "state" },
        ExpressionAttributeValues: {
          ...values,
          ...Object.fromEntries(states.map((state, index) => [`:state${index}`, state])),
        },
      })
    },
    lease: (id, { holder, now, until }) =>
      update(id, {
        UpdateExpression: "SET holder = :holder, heldUntil = :until",
        ConditionExpression: "#state = :running AND (heldUntil < :now OR holder = :holder)",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":holder": holder, ":until": until, ":now": now, ":running": "running" },
      }),
    checkpoint(id, { holder, until }, progress) {
      const { expression, names, values } = setting({ ...progress, heldUntil: until })
      return update(id, {
        UpdateExpression: expression,
        ConditionExpression: "holder = :mine",
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ...values, ":mine": holder },
      })
    },
    async release(id, holder) {
      await update(id, {
        UpdateExpression: "SET heldUntil = :never, holder = :nobody",
        ConditionExpression: "holder = :holder",
        ExpressionAttributeValues: { ":never": 0, ":nobody": null, ":holder": holder },
      })
    },
    async claimReport(id, now, since) {
      const claimed = await update(id, {
        UpdateExpression: "SET reportDue = :now",
        ConditionExpression: "attribute_exists(pk) AND (attribute_not_exists(reportDue) OR reportDue < :since)",
        ExpressionAttributeValues: { ":now": now, ":since": since },
      })
      return claimed !== undefined
    },
  }
}

function setting(changes: object) {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined)
  return {
    expression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(", ")}`,
    names: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  }
}

function recordOf(item: Record<string, unknown> | undefined): BackfillRecord | undefined {
  if (item === undefined) return undefined
  const { pk: _, sk: __, ...record } = item
  return record as unknown as BackfillRecord
}
