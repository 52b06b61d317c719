import {
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  DeleteFunctionCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda"
import { describe, expect, it, onTestFinished } from "vitest"
import { manualClock } from "../../clock.ts"
import { FunctionCrashed, FunctionTimedOut } from "../../errors.ts"
import { asyncInvocations } from "../../lambda/async-invocations.ts"
import { FunctionOutOfMemory, FunctionThrottled, RecursiveLoop } from "../../lambda/errors.ts"
import type { InvocationCall } from "../../lambda/invocation.ts"
import { mappingSwitches } from "../../lambda/mapping-switches.ts"
import { functionNode, testFunction } from "../../lambda/testing.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import { type InvocableFunction, lambdaService } from "./lambda.ts"

const queueArn = "arn:aws:sqs:us-east-1:000000000000:work"
const mapping = {
  id: "WorkMapping",
  queueArn,
  functionArn: functionNode().arn,
  batchSize: 10,
  window: 5,
  partialResponses: true,
  maximumConcurrency: 2,
  filters: [{ body: { kind: ["a"] } }],
}

async function start(...runners: InvocableFunction[]) {
  const context = { clock: manualClock(), store: openStore(), region: "us-east-1", accountId: "000000000000" }
  const functions = new Map(runners.map((runner) => [runner.node.arn, runner]))
  const invocations = asyncInvocations(
    { exists: (arn) => functions.has(arn), functions: () => functions, deliver: async () => {} },
    context,
  )
  const other = { ...mapping, id: "Other", queueArn: `${queueArn}-other`, functionArn: "other" }
  const switches = mappingSwitches(() => context.clock.now())
  const service = lambdaService(
    { functions: () => functions, mappings: [mapping, other], switches, invocations },
    context,
  )
  const gateway = await startGateway({ port: 0, services: [service] })
  const credentials = { accessKeyId: "a", secretAccessKey: "b" }
  const client = new LambdaClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  onTestFinished(async () => {
    invocations.close()
    client.destroy()
    await gateway.close()
  })
  const invoke = async (input: Partial<InvokeCommandInput> = {}) => {
    const { Payload, ...output } = await client.send(new InvokeCommand({ FunctionName: "Worker", ...input }))
    const text = Payload?.transformToString() ?? ""
    return { ...output, payload: text === "" ? undefined : (JSON.parse(text) as unknown) }
  }
  return { client, invoke, invocations, service, switches }
}

/** A function without a process. */
function fake(
  run: (event: unknown, call: InvocationCall) => unknown = (event) => event,
  changes: Parameters<typeof functionNode>[0] = {},
): InvocableFunction {
  return { node: functionNode(changes), invoke: async (event, call = {}) => run(event, call) }
}

describe("Invoke", () => {
  it("answers what the function does, by name, partial and whole ARN", async () => {
    const { invoke } = await start(fake())
    const Payload = JSON.stringify({ a: "ä" })
    const arn = functionNode().arn
    for (const FunctionName of ["Worker", "000000000000:function:Worker", arn, `${arn}:$LATEST`]) {
      const { StatusCode, ExecutedVersion, FunctionError, payload } = await invoke({ FunctionName, Payload })
      expect({ StatusCode, ExecutedVersion, FunctionError, payload }).toEqual({
        StatusCode: 200,
        ExecutedVersion: "$LATEST",
        FunctionError: undefined,
        payload: { a: "ä" },
      })
    }
    expect((await invoke()).payload).toEqual({})
  })

  it("refuses to continue a recursive loop", async () => {
    const loop = fake(() => Promise.reject(new RecursiveLoop("Worker", 16)))
    const { invoke } = await start(loop)
    await expect(invoke()).rejects.toMatchObject({
      name: "RecursiveInvocationException",
      $metadata: { httpStatusCode: 400 },
    })
  })

  it("wants a tenant where the function isolates tenants, and nowhere else", async () => {
    const isolated = await start(fake((_, { tenant }) => tenant ?? null, { tenantIsolation: true }))
    expect((await isolated.invoke({ TenantId: "ada" })).payload).toBe("ada")
    const refused = { name: "InvalidParameterValueException", $metadata: { httpStatusCode: 400 } }
    for (const TenantId of [undefined, "a?", "a".repeat(257)])
      await expect(isolated.invoke(TenantId === undefined ? {} : { TenantId })).rejects.toMatchObject(refused)
    await expect(isolated.invoke({ TenantId: "ada", InvocationType: "Event" })).rejects.toMatchObject(refused)
    await expect((await start(fake())).invoke({ TenantId: "ada" })).rejects.toMatchObject(refused)
    const described = await isolated.client.send(new GetFunctionConfigurationCommand({ FunctionName: "Worker" }))
    expect(described.TenancyConfig).toEqual({ TenantIsolationMode: "PER_TENANT" })
  })

  it("answers null for a function that gives nothing", async () => {
    const { invoke } = await start(fake(() => undefined))
    expect((await invoke()).payload).toBeNull()
  })

  it("answers an error with type, message and trace, and its log's tail", async () => {
    const source = `export const handler = async () => {
      console.log("before")
      throw new TypeError("no such thing")
    }`
    const { invoke } = await start(testFunction(source).runner)
    const { StatusCode, FunctionError, payload, LogResult = "", $metadata } = await invoke({ LogType: "Tail" })
    expect([StatusCode, FunctionError]).toEqual([200, "Unhandled"])
    expect(payload).toMatchObject({ errorType: "TypeError", errorMessage: "no such thing" })
    const { trace } = payload as { trace: string[] }
    expect(trace[0]).toBe("TypeError: no such thing")
    expect(trace[1]).toContain("handler.ts:3")
    const log = Buffer.from(LogResult, "base64").toString()
    const id = $metadata.requestId
    expect(log).toMatch(new RegExp(`^START RequestId: ${id} Version: \\$LATEST\nbefore\nEND RequestId: ${id}\nREPORT`))
    expect(log).toMatch(/Memory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\n$/)
  })

  it("keeps the last 4 KB of the log", async () => {
    const source = 'export const handler = async () => console.log("x".repeat(5000) + "end")'
    const { invoke } = await start(testFunction(source).runner)
    const log = Buffer.from((await invoke({ LogType: "Tail" })).LogResult ?? "", "base64")
    expect(log).toHaveLength(4096)
    expect(log.toString()).toContain("xend\nEND RequestId")
  })

  it.each([
    [new FunctionTimedOut("r", 3), "Sandbox.Timedout", "Error: Task timed out after 3.00 seconds"],
    [new FunctionOutOfMemory("r", 300, 128), "Runtime.OutOfMemory", "Error: Runtime exited with error: signal: killed"],
    [
      new FunctionCrashed("r", "with error: exit status 1"),
      "Runtime.ExitError",
      "Error: Runtime exited with error: exit status 1",
    ],
  ])("reports in Lambda's words: %s", async (error, errorType, text) => {
    const { invoke } = await start(fake(() => Promise.reject(error)))
    const { FunctionError, payload } = await invoke()
    expect(FunctionError).toBe("Unhandled")
    expect(payload).toEqual({ errorType, errorMessage: expect.stringMatching(new RegExp(`^RequestId: \\S+ ${text}$`)) })
  })

  it("queues an event and runs it later; a dry run runs nothing", async () => {
    const events: unknown[] = []
    const { invoke, invocations } = await start(fake((event) => void events.push(event)))
    expect(await invoke({ InvocationType: "DryRun", Payload: "{}" })).toMatchObject({ StatusCode: 204 })
    const { StatusCode, payload } = await invoke({ InvocationType: "Event", Payload: '{"a":1}' })
    await invocations.idle()
    expect([StatusCode, payload, events]).toEqual([202, undefined, [{ a: 1 }]])
  })

  it("refuses payloads that are too large for their kind, and answers that are", async () => {
    const { invoke } = await start(fake((event) => (event === "large" ? "x".repeat(6_300_000) : null)))
    const text = (bytes: number) => JSON.stringify("x".repeat(bytes - 2))
    const tooLarge = { name: "RequestTooLargeException", $metadata: { httpStatusCode: 413 } }
    await expect(invoke({ Payload: text(6_291_457) })).rejects.toMatchObject({
      ...tooLarge,
      message: "6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)",
    })
    await expect(invoke({ Payload: text(1_048_577), InvocationType: "Event" })).rejects.toMatchObject(tooLarge)
    expect((await invoke({ Payload: text(6_291_456) })).payload).toBeNull()
    expect((await invoke({ Payload: text(1_048_576), InvocationType: "Event" })).StatusCode).toBe(202)
    expect(await invoke({ Payload: '"large"' })).toMatchObject({
      FunctionError: "Unhandled",
      payload: { errorType: "Function.ResponseSizeTooLarge" },
    })
  })

  it("throttles at the function's reserved concurrency", async () => {
    const throttled = (_: unknown, { throttle }: InvocationCall) => {
      if (throttle) throw new FunctionThrottled("Worker", 1)
    }
    const { invoke } = await start(fake(throttled))
    await expect(invoke()).rejects.toMatchObject({
      name: "TooManyRequestsException",
      message: "Rate Exceeded.",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      $metadata: { httpStatusCode: 429 },
    })
  })

  it("refuses unknown functions, versions and other accounts, bad JSON and other types", async () => {
    const { invoke } = await start(fake())
    const missing = { name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } }
    const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`
    await expect(invoke({ FunctionName: "Nobody" })).rejects.toMatchObject({
      ...missing,
      message: `Function not found: ${arn("Nobody")}`,
    })
    await expect(invoke({ Qualifier: "7" })).rejects.toMatchObject({
      ...missing,
      message: `Function not found: ${arn("Worker:7")}`,
    })
    const elsewhere = "arn:aws:lambda:us-east-1:111111111111:function:Worker"
    await expect(invoke({ FunctionName: elsewhere })).rejects.toMatchObject(missing)
    await expect(invoke({ Payload: "{" })).rejects.toMatchObject({ name: "InvalidRequestContentException" })
    await expect(invoke({ InvocationType: "Maybe" as "Event" })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    })
  })
})

describe("descriptions", () => {
  it("are of a function as the app configures it", async () => {
    const { client } = await start(fake(undefined, { reservedConcurrency: 3, environment: { A: "b" }, timeout: 9 }))
    const { Configuration, Concurrency } = await client.send(new GetFunctionCommand({ FunctionName: "Worker" }))
    expect(Configuration).toMatchObject({
      FunctionArn: functionNode().arn,
      Handler: "handler.handler",
      MemorySize: 256,
      Timeout: 9,
      Environment: { Variables: { A: "b" } },
      State: "Active",
    })
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 3 })
    const command = new GetFunctionConfigurationCommand({ FunctionName: functionNode().arn })
    const { $metadata: _, ...configuration } = await client.send(command)
    expect(configuration).toEqual(Configuration)
  })

  it("list functions in pages", async () => {
    const { client } = await start(...["C", "A", "B"].map((id) => fake(undefined, { id })))
    const first = await client.send(new ListFunctionsCommand({ MaxItems: 2 }))
    const second = await client.send(new ListFunctionsCommand({ Marker: first.NextMarker }))
    const names = [first, second].map(({ Functions = [] }) => Functions.map(({ FunctionName }) => FunctionName))
    expect(names).toEqual([["A", "B"], ["C"]])
    expect(second.NextMarker).toBeUndefined()
    await expect(client.send(new ListFunctionsCommand({ MaxItems: 0 }))).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    })
  })

  it("are of the event source mappings, by queue and by function", async () => {
    const { client } = await start(fake())
    const list = async (input: object) =>
      (await client.send(new ListEventSourceMappingsCommand(input))).EventSourceMappings ?? []
    expect(await list({})).toHaveLength(2)
    const [found] = await list({ EventSourceArn: queueArn })
    expect(found).toMatchObject({
      EventSourceArn: queueArn,
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 2 },
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["a"]}}' }] },
    })
    expect(await list({ FunctionName: "Worker" })).toEqual([found])
    const { $metadata: _, ...one } = await client.send(new GetEventSourceMappingCommand({ UUID: found!.UUID }))
    expect(one).toEqual(found)
    await expect(client.send(new GetEventSourceMappingCommand({ UUID: "none" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    })
  })

  it("switch a mapping off and on, and change nothing else of it", async () => {
    const { client, service, switches } = await start(fake())
    const heard: boolean[] = []
    switches.onChange(mapping.id, (enabled) => heard.push(enabled))
    const { EventSourceMappings: [{ UUID } = {}] = [] } = await client.send(
      new ListEventSourceMappingsCommand({ EventSourceArn: queueArn }),
    )
    const update = async (changes: object) =>
      (await client.send(new UpdateEventSourceMappingCommand({ UUID, ...changes }))).State
    expect([await update({ Enabled: false }), await update({ Enabled: false })]).toEqual(["Disabled", "Disabled"])
    expect((await client.send(new GetEventSourceMappingCommand({ UUID }))).State).toBe("Disabled")
    expect(await update({})).toBe("Disabled")
    expect(await update({ FunctionName: "Worker", Enabled: true })).toBe("Enabled")
    await update({ Enabled: false })
    await service.reset()
    expect(heard).toEqual([false, true, false, true])
    await expect(update({ BatchSize: 1 })).rejects.toThrow("BatchSize")
    await expect(
      client.send(new UpdateEventSourceMappingCommand({ UUID: "none", Enabled: true })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" })
  })

  it("name what is not supported", async () => {
    const { client, service } = await start(fake())
    expect(service.operations).toContain("Invoke")
    await expect(client.send(new DeleteFunctionCommand({ FunctionName: "Worker" }))).rejects.toThrow(
      "The offline engine does not support lambda:DELETE /2015-03-31/functions/Worker",
    )
  })
})
