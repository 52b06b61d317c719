import { findTable, openStore, perform, validated } from "./dynalite.ts"
import { temporaryFolder } from "./testing.ts"
import { expect, it } from "vitest"

const TableName = "Things"
const table = {
  TableName,
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  BillingMode: "PAY_PER_REQUEST",
}

it.each([["on disk", temporaryFolder()] as const, ["in memory", undefined] as const])(
  "keeps no iterator open behind a query or scan %s, whether it was read to its end or not",
  async (_, folder) => {
    const store = await openStore(folder, "us-east-1", "000000000000")
    const run = (operation: string, input: object) => perform(operation, validated(operation, input, store), store)
    await run("CreateTable", table)
    await expect.poll(async () => (await findTable(TableName, store)).TableName).toBe(TableName)
    for (const pk of ["a", "b", "c"]) await run("PutItem", { TableName, Item: { pk: { S: pk } } })

    const opened: { next(): Promise<unknown> }[] = []
    const { values } = store.db
    store.db.values = (range) => {
      const iterator = values.call(store.db, range)
      opened.push(iterator)
      return iterator
    }
    await run("Scan", { TableName })
    await run("Scan", { TableName, Limit: 1 })
    await run("Query", {
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "a" } },
    })
    expect(opened).toHaveLength(3)
    for (const iterator of opened)
      await expect
        .poll(() => iterator.next().then(String, ({ code }: { code: string }) => code))
        .toBe("LEVEL_ITERATOR_NOT_OPEN")
    await store.db.close()
  },
)
