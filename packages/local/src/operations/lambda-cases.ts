import {
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandInput,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda"
import { expect, vi } from "vitest"
import type { Cases, Clients } from "./clients.ts"
import { arns } from "./arns.ts"

const FunctionName = "Worker"

const configuration = {
  FunctionName,
  FunctionArn: arns.function("Worker"),
  Handler: "handler.handler",
  Role: arns.role("Worker"),
  Timeout: 10,
  MemorySize: 256,
  State: "Active",
  Environment: { Variables: { STAGE: "operations" } },
}

const mapping = {
  EventSourceArn: arns.queue("mapped"),
  FunctionArn: arns.function("Worker"),
  BatchSize: 5,
  State: "Enabled",
  FunctionResponseTypes: ["ReportBatchItemFailures"],
}

async function invoke({ lambda }: Clients, event: object, input: Partial<InvokeCommandInput> = {}) {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...input }))
  const payload = answer.Payload?.transformToString() ?? ""
  return {
    ...answer,
    requestId: answer.$metadata.requestId,
    answered: payload === "" ? undefined : JSON.parse(payload),
  }
}

async function invokeAndWait(clients: Clients): Promise<void> {
  const { answered, LogResult = "" } = await invoke(clients, { number: 1 }, { LogType: "Tail" })
  expect(answered).toEqual({ answered: { number: 1 } })
  expect(Buffer.from(LogResult, "base64").toString()).toContain('got {"number":1}')
  const failed = await invoke(clients, { fail: "not today" })
  expect(failed).toMatchObject({
    StatusCode: 200,
    FunctionError: "Unhandled",
    answered: { errorType: "RangeError", errorMessage: "not today" },
  })
}

async function invokeWithoutWaiting(clients: Clients): Promise<void> {
  expect(await invoke(clients, {}, { InvocationType: "DryRun" })).toMatchObject({ StatusCode: 204 })
  const { StatusCode, requestId, answered } = await invoke(clients, { number: 2 }, { InvocationType: "Event" })
  expect({ StatusCode, answered }).toEqual({ StatusCode: 202, answered: undefined })
  await vi.waitFor(() => {
    const found = clients.engine.invocations().find((invocation) => invocation.requestId === requestId)
    expect(found).toMatchObject({ functionId: "Worker", status: "ok" })
  }, 5_000)
}

const mappingsOf = async ({ lambda }: Clients, queue: string) => {
  const list = new ListEventSourceMappingsCommand({ EventSourceArn: arns.queue(queue) })
  return (await lambda.send(list)).EventSourceMappings ?? []
}

export const lambdaCases: Cases = {
  async Invoke(clients) {
    await invokeAndWait(clients)
    await invokeWithoutWaiting(clients)
  },
  async GetFunction({ lambda }) {
    const { Configuration, Code } = await lambda.send(new GetFunctionCommand({ FunctionName }))
    expect(Configuration).toMatchObject(configuration)
    expect(Code).toBeDefined()
    await expect(lambda.send(new GetFunctionCommand({ FunctionName: "None" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    })
  },
  async GetFunctionConfiguration({ lambda }) {
    const get = new GetFunctionConfigurationCommand({ FunctionName: arns.function("Worker") })
    expect(await lambda.send(get)).toMatchObject(configuration)
  },
  async ListFunctions({ lambda }) {
    const first = await lambda.send(new ListFunctionsCommand({ MaxItems: 2 }))
    const rest = await lambda.send(new ListFunctionsCommand({ Marker: first.NextMarker }))
    const names = [first, rest].map(({ Functions }) => Functions?.map((one) => one.FunctionName))
    expect(names).toEqual([
      ["Allowed", "Authorizer"],
      ["Refused", "Worker"],
    ])
    expect(rest.NextMarker).toBeUndefined()
  },
  async GetEventSourceMapping(clients) {
    const [{ UUID } = {}] = await mappingsOf(clients, "mapped")
    expect(await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({ UUID, ...mapping })
  },
  async UpdateEventSourceMapping(clients) {
    const [{ UUID } = {}] = await mappingsOf(clients, "mapped")
    const update = async (Enabled: boolean) =>
      (await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }))).State
    expect([await update(false), await update(true)]).toEqual(["Disabled", "Enabled"])
  },
  async ListEventSourceMappings(clients) {
    expect(await mappingsOf(clients, "mapped")).toMatchObject([mapping])
    expect(await mappingsOf(clients, "work")).toEqual([])
  },
}
