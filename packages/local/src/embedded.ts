import { dynamoDbService } from "./aws/dynamodb/dynamodb.ts"
import { type Gateway, type Guard, startGateway } from "./aws/gateway.ts"
import { s3Service } from "./aws/s3/s3.ts"
import { signatureVerifier } from "./aws/sigv4/verify.ts"
import { systemClock } from "./clock.ts"
import type { TableNode } from "./graph.ts"
import { ACCOUNT, REGION } from "./account.ts"
import { openStore } from "./store.ts"

export interface Embedded {
  /** What an AWS SDK client is made with. */
  readonly client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
  close(): Promise<void>
}

/** DynamoDB alone, in memory on a free port: for tests of what a service does to its table. */
export async function startTables(tables: readonly TableNode[]): Promise<Embedded> {
  const store = openStore()
  const context = { clock: systemClock, store, region: REGION, accountId: ACCOUNT }
  const service = await dynamoDbService({ tables }, context)
  const gateway = await startGateway({ port: 0, services: [service] })
  return {
    client: clientOf(gateway),
    async close() {
      await gateway.close()
      await service.close()
      store.close()
    },
  }
}

/** S3 alone, likewise: for tests of requests that a service signs. Signatures are verified. */
export async function startBuckets(names: readonly string[]): Promise<Embedded> {
  const store = openStore()
  const context = { clock: systemClock, store, region: REGION, accountId: ACCOUNT }
  const buckets = names.map((name) => ({ name, eventBridge: false }))
  const service = s3Service({ buckets, emit: () => {} }, context)
  const verify = signatureVerifier((accessKeyId) => (accessKeyId === credentials.accessKeyId ? ["local"] : undefined))
  const guard: Guard = async (guarded, request) => guarded.handle(await verify(guarded.name, request))
  const gateway = await startGateway({ port: 0, services: [service], guard })
  return {
    client: clientOf(gateway),
    async close() {
      await gateway.close()
      await service.close()
      store.close()
    },
  }
}

const credentials = { accessKeyId: "local", secretAccessKey: "local" }

function clientOf({ url }: Gateway): Embedded["client"] {
  return { endpoint: url, region: REGION, credentials }
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
