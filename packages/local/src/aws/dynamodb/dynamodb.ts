import { randomUUID } from "node:crypto"
import { crc32 } from "node:zlib"
import type { TableNode } from "../../graph.ts"
import { readBody } from "../body.ts"
import { unsupportedOperation } from "../errors.ts"
import { jsonError } from "../json-protocol.ts"
import type { AwsRequest, AwsResponse, AwsService, ServiceContext } from "../service.ts"
import { updateIndexes } from "./changed-indexes.ts"
import { clientRequestTokens } from "./client-request-tokens.ts"
import { openStore } from "./dynalite.ts"
import { DynamoDbError } from "./errors.ts"
import { openGate } from "./gate.ts"
import { type Operation, operations } from "./operations.ts"
import { createTable, deleteTable } from "./tables.ts"
import { timeToLive } from "./time-to-live.ts"

export interface DynamoDbOptions {
  readonly tables: readonly TableNode[]
  /** Folder of the LevelDB store; in memory where there is none. */
  readonly folder?: string
}

export interface DynamoDbService extends AwsService {
  /** Deletes the items whose time to live is over, as the clock does now and then; answers how many those were. */
  sweep(): Promise<number>
}

const TYPE = "application/x-amz-json-1.0"

/** DynamoDB with the graph's tables, by dynalite's actions on its store. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/ */
export async function dynamoDbService(
  { tables, folder }: DynamoDbOptions,
  context: ServiceContext,
): Promise<DynamoDbService> {
  const store = await openStore(folder, context.region, context.accountId)
  for (const table of tables) await createTable(table, store)
  const gate = openGate()
  const tokens = clientRequestTokens(store, context.clock)
  const byName = operations({ tables, store, gate, tokens })
  const deleteItem = byName["DeleteItem"] as Operation
  for (const table of tables) await updateIndexes(table, store, byName["PutItem"] as Operation)
  const expiry = timeToLive({ tables, store, context, deleteItem, tidy: tokens.forget })
  return {
    name: "dynamodb",
    operations: Object.keys(byName),
    handle: (request) => answer(request, byName),
    sweep: expiry.sweep,
    reset: () =>
      gate.alone(async () => {
        for (const table of tables) await deleteTable(table, store)
        for (const table of tables) await createTable(table, store)
        await tokens.clear()
      }),
    async close() {
      await expiry.stop()
      await gate.alone(() => store.db.close())
    },
  }
}

async function answer(request: AwsRequest, byName: Readonly<Record<string, Operation>>): Promise<AwsResponse> {
  const name = request.headers["x-amz-target"]?.split(".").at(-1) ?? "(none)"
  try {
    const run = Object.hasOwn(byName, name) ? byName[name] : undefined
    if (run === undefined) throw unsupportedOperation("dynamodb", name)
    return response(200, await run(parse(await readBody(request))))
  } catch (error) {
    return error instanceof DynamoDbError ? response(error.status, error.body) : jsonError(error, TYPE)
  }
}

function response(status: number, output: object): AwsResponse {
  const body = JSON.stringify(output)
  const headers = { "content-type": TYPE, "x-amzn-requestid": randomUUID(), "x-amz-crc32": String(crc32(body)) }
  return { status, headers, body }
}

function parse(body: Buffer): object {
  const type = "com.amazon.coral.service#SerializationException"
  try {
    const input: unknown = JSON.parse(body.toString("utf8"))
    if (typeof input === "object" && input !== null) return input
  } catch (cause) {
    throw new DynamoDbError(type, "", {}, { cause })
  }
  throw new DynamoDbError(type, "")
}
