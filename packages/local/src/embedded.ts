import { dynamoDbService } from "./aws/dynamodb/dynamodb.ts"
import { startGateway } from "./aws/gateway.ts"
import { systemClock } from "./clock.ts"
import type { TableNode } from "./graph.ts"
import { ACCOUNT, REGION } from "./account.ts"
import { openStore } from "./store.ts"

export interface EmbeddedTables {
  /** What an AWS SDK client is made with. */
  readonly client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
  close(): Promise<void>
}

/** DynamoDB alone, in memory on a free port: for tests of what a service does to its table. */
export async function startTables(tables: readonly TableNode[]): Promise<EmbeddedTables> {
  const store = openStore()
  const context = { clock: systemClock, store, region: REGION, accountId: ACCOUNT }
  const service = await dynamoDbService({ tables }, context)
  const gateway = await startGateway({ port: 0, services: [service] })
  return {
    client: { endpoint: gateway.url, region: REGION, credentials: { accessKeyId: "local", secretAccessKey: "local" } },
    async close() {
      await gateway.close()
      await service.close()
      store.close()
    },
  }
}

/** A table of string keys, such as `{ name: "T", hashKey: "pk", rangeKey: "sk" }`. */
export function tableNode(table: Pick<TableNode, "name" | "hashKey"> & Partial<TableNode>): TableNode {
  const keys = [table.hashKey, ...(table.rangeKey === undefined ? [] : [table.rangeKey])]
  const attributes = keys.map((name) => ({ name, type: "S" }))
  return {
    id: table.name,
    arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${table.name}`,
    attributes,
    indexes: [],
    ...table,
  }
}
