import { setTimeout as sleep } from "node:timers/promises"
import type { TableNode } from "../../graph.ts"
import { type Call, target } from "./dynalite-calls.ts"

/** Creates the table unless it is there, and waits until it can be used. Throws what dynalite says otherwise. */
export async function createTable(table: TableNode, call: Call): Promise<void> {
  const { status, body } = await call(target("CreateTable"), Buffer.from(JSON.stringify(definition(table))))
  const answer = String(body)
  if (status !== 200 && !answer.includes("ResourceInUseException"))
    throw new Error(`Table ${table.name} could not be created: ${answer}`)
  const name = Buffer.from(JSON.stringify({ TableName: table.name }))
  while (!String((await call(target("DescribeTable"), name)).body).includes('"TableStatus":"ACTIVE"')) await sleep(1)
}

/** Deletes the table and waits until it is gone: dynalite, as DynamoDB, only begins with it. */
export async function deleteTable({ name }: TableNode, call: Call): Promise<void> {
  const body = Buffer.from(JSON.stringify({ TableName: name }))
  await call(target("DeleteTable"), body)
  while ((await call(target("DescribeTable"), body)).status === 200) await sleep(1)
}

function definition({ name, attributes, hashKey, rangeKey, indexes }: TableNode) {
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: attributes.map((attribute) => ({
      AttributeName: attribute.name,
      AttributeType: attribute.type,
    })),
    KeySchema: keySchema(hashKey, rangeKey),
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes.map(indexDefinition) } : {}),
  }
}

function indexDefinition(index: TableNode["indexes"][number]) {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.hashKey, index.rangeKey),
    Projection: { ProjectionType: index.projection },
  }
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  const hash = { AttributeName: hashKey, KeyType: "HASH" }
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: "RANGE" }]
}
