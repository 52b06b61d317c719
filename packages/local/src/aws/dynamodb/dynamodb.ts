import type { AddressInfo } from "node:net"
import dynalite from "dynalite"
import type { TableNode } from "../../graph.ts"
import { readBody } from "../body.ts"
import { unsupportedOperation } from "../errors.ts"
import { jsonError } from "../json-protocol.ts"
import type { AwsRequest, AwsService } from "../service.ts"
import { dynaliteCalls } from "./dynalite-calls.ts"
import { createTable, deleteTable } from "./tables.ts"

export interface DynamoDbOptions {
  readonly tables: readonly TableNode[]
  /** Folder of the LevelDB store; in memory where there is none. */
  readonly folder?: string
}

/** What dynalite has of the API; anything else is refused by name. */
const operations = new Set([
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "DeleteItem",
  "DeleteTable",
  "DescribeTable",
  "DescribeTimeToLive",
  "GetItem",
  "ListTables",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
])

/** DynamoDB by dynalite, with the graph's tables. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/ */
export async function dynamoDbService({ tables, folder }: DynamoDbOptions): Promise<AwsService> {
  const server = dynalite({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(folder === undefined ? {} : { path: folder }),
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const { call, end } = dynaliteCalls(port)
  for (const table of tables) await createTable(table, call)
  return {
    name: "dynamodb",
    async handle(request) {
      const operation = request.headers["x-amz-target"]?.split(".").at(-1) ?? "(none)"
      if (!operations.has(operation))
        return jsonError(unsupportedOperation("dynamodb", operation), "application/x-amz-json-1.0")
      return call(passedOn(request), await readBody(request))
    },
    async reset() {
      for (const table of tables) {
        await deleteTable(table, call)
        await createTable(table, call)
      }
    },
    async close() {
      end()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function passedOn({ headers }: AwsRequest): Record<string, string> {
  const names = ["content-type", "x-amz-target", "x-amz-date", "authorization"]
  return Object.fromEntries(names.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])))
}
