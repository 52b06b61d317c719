import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { afterEach } from "vitest"
import { type ManualClock, manualClock } from "../../clock.ts"
import type { TableNode } from "../../graph.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import { type DynamoDbService, dynamoDbService } from "./dynamodb.ts"

export const things: TableNode = {
  id: "Things",
  name: "Things",
  arn: "arn:aws:dynamodb:us-east-1:000000000000:table/Things",
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "S" },
    { name: "owner", type: "S" },
    { name: "rank", type: "N" },
  ],
  hashKey: "pk",
  rangeKey: "sk",
  indexes: [
    { name: "byOwner", hashKey: "owner", projection: "ALL" },
    { name: "byRank", hashKey: "rank", projection: "KEYS_ONLY" },
  ],
  ttl: "expires",
}

export const others: TableNode = {
  id: "Others",
  name: "Others",
  arn: "arn:aws:dynamodb:us-east-1:000000000000:table/Others",
  attributes: [{ name: "id", type: "S" }],
  hashKey: "id",
  indexes: [],
}

export interface Started {
  readonly client: DynamoDBClient
  readonly service: DynamoDbService
  readonly clock: ManualClock
  stop(): Promise<void>
}

interface StartOptions {
  readonly folder?: string
  readonly clock?: ManualClock
  readonly tables?: readonly TableNode[]
}

const open = new Set<Started>()
afterEach(async () => {
  for (const started of open) await started.stop()
})

/** DynamoDB with two tables and a clock that stands still; in memory unless there is a folder. */
export async function start({ folder, clock = manualClock(), tables = [things, others] }: StartOptions = {}) {
  const context = { clock, store: openStore(), region: "us-east-1", accountId: "000000000000" }
  const service = await dynamoDbService({ tables, ...(folder ? { folder } : {}) }, context)
  const gateway = await startGateway({ port: 0, services: [service] })
  const client = new DynamoDBClient({
    endpoint: gateway.url,
    region: "us-east-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  })
  const started: Started = {
    client,
    service,
    clock,
    async stop() {
      open.delete(started)
      await gateway.close()
      await service.close()
    },
  }
  open.add(started)
  return started
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "darkroom-dynamodb-"))
}
