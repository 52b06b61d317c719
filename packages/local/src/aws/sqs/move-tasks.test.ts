import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import { sqsService, stringAttributes, type QueueConfig } from "./sqs.ts"

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`
const queue = (name: string, more: Partial<QueueConfig> = {}): QueueConfig => {
  return { name, arn: arn(name), visibilityTimeout: 30, retention: 345_600, delay: 0, receiveWait: 0, ...more }
}
const redrive = { deadLetterArn: arn("dead"), maxReceiveCount: 1 }
const queues = [queue("one", { redrive }), queue("two", { redrive }), queue("dead"), queue("other")]
const seconds = 1000

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function engine(store = openStore(), clock = manualClock()) {
  const sqs = sqsService({ queues }, { clock, store, region: "us-east-1", accountId: "000000000000" })
  cleanups.push(() => sqs.close())
  const bodies = (name: string) => sqs.peek(arn(name), 1000).map(({ body }) => body)
  return { sqs, clock, store, bodies }
}

type Engine = ReturnType<typeof engine>

/** Sends messages and fails each of them once, so that they are dead letters. */
async function bury({ sqs, clock }: Engine, name: string, ...texts: string[]): Promise<string[]> {
  const ids = texts.map((body) => sqs.send(arn(name), { body, attributes: stringAttributes({ from: name }) }))
  for (const _ of texts) await sqs.receive(arn(name), { max: 1, visibilityTimeout: 0 })
  await sqs.receive(arn(name), { max: 10 })
  clock.advance(1 * seconds)
  return ids
}

async function wired() {
  const parts = engine()
  const gateway = await startGateway({ port: 0, services: [parts.sqs] })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new SQSClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  cleanups.push(
    () => gateway.close(),
    () => client.destroy(),
  )
  const start = (input: object) => client.send(new StartMessageMoveTaskCommand({ SourceArn: arn("dead"), ...input }))
  const list = async (MaxResults?: number) =>
    (await client.send(new ListMessageMoveTasksCommand({ SourceArn: arn("dead"), MaxResults }))).Results
  const cancel = (TaskHandle: string | undefined) => client.send(new CancelMessageMoveTaskCommand({ TaskHandle }))
  return { ...parts, start, list, cancel }
}

describe("message move tasks in process", () => {
  it("returns each message to the queue from which it came, as a new message", async () => {
    const parts = engine()
    const [id] = await bury(parts, "one", "a")
    await bury(parts, "two", "b")
    const { sqs, clock, bodies } = parts
    const waiting = sqs.receive(arn("two"), { max: 1, waitMs: 20 * seconds })
    sqs.moveMessages(arn("dead"))
    clock.advance(0)
    expect([bodies("one"), bodies("two"), bodies("dead")]).toEqual([["a"], ["b"], []])
    expect((await waiting)[0]?.body).toBe("b")
    const [moved] = await sqs.receive(arn("one"), { max: 1 })
    expect(moved).toMatchObject({
      messageAttributes: { from: { stringValue: "one" } },
      attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(clock.now()) },
    })
    expect(moved?.messageId).not.toBe(id)
    expect(moved?.attributes).not.toHaveProperty("DeadLetterQueueSourceArn")
  })

  it("lets a message that fails again be a dead letter again, and does not move it twice", async () => {
    const parts = engine()
    await bury(parts, "one", "a")
    const { sqs, clock, bodies } = parts
    sqs.moveMessages(arn("dead"))
    clock.advance(0)
    await sqs.receive(arn("one"), { max: 1, visibilityTimeout: 0 })
    await sqs.receive(arn("one"), { max: 1 })
    clock.advance(60 * seconds)
    expect(bodies("dead")).toEqual(["a"])
    expect(sqs.listMoves(arn("dead"))).toMatchObject([{ status: "COMPLETED", moved: 1, toMove: 1 }])
  })

  it("moves no more messages a second than it may", async () => {
    const parts = engine()
    await bury(parts, "one", "a", "b", "c", "d", "e")
    const { sqs, clock, bodies } = parts
    sqs.moveMessages(arn("dead"), { rate: 2 })
    clock.advance(0)
    expect(bodies("one")).toHaveLength(1)
    clock.advance(1 * seconds)
    expect(bodies("one")).toHaveLength(3)
    clock.advance(1 * seconds)
    expect(bodies("one").sort()).toEqual(["a", "b", "c", "d", "e"])
    expect(sqs.listMoves(arn("dead"))[0]?.status).toBe("COMPLETED")
  })

  it("leaves messages in flight where they are", async () => {
    const parts = engine()
    await bury(parts, "one", "a", "b")
    const { sqs, clock, bodies } = parts
    await sqs.receive(arn("dead"), { max: 1 })
    sqs.moveMessages(arn("dead"))
    clock.advance(0)
    expect([bodies("one").length, bodies("dead").length]).toEqual([1, 1])
  })

  it("fails at a message whose source is not known, and moves it to a destination that is named", async () => {
    const { sqs, clock, bodies } = engine()
    sqs.send(arn("dead"), { body: "direct" })
    sqs.moveMessages(arn("dead"))
    clock.advance(0)
    expect(sqs.listMoves(arn("dead"))).toMatchObject([
      { status: "FAILED", failure: "CouldNotDetermineMessageSource", moved: 0, toMove: 1 },
    ])
    sqs.moveMessages(arn("dead"), { destination: arn("other") })
    clock.advance(0)
    expect([bodies("dead"), bodies("other")]).toEqual([[], ["direct"]])
  })

  it("goes on after a restart, and ends what was being cancelled", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sqs-moves-"))
    cleanups.push(() => rmSync(folder, { recursive: true }))
    const before = engine(openStore(folder))
    await bury(before, "one", "a", "b", "c")
    before.sqs.moveMessages(arn("dead"), { rate: 1 })
    before.clock.advance(0)
    // Neither service nor database of the first run is closed: that is what a killed process leaves.
    const { sqs, clock, bodies } = engine(openStore(folder), manualClock(before.clock.now()))
    clock.advance(0)
    expect([bodies("one").length, sqs.listMoves(arn("dead"))[0]?.moved]).toEqual([2, 2])
    sqs.cancelMove(String(sqs.listMoves(arn("dead"))[0]?.handle))
    const last = engine(openStore(folder), manualClock(clock.now()))
    last.clock.advance(10 * seconds)
    expect(last.sqs.listMoves(arn("dead"))[0]).toMatchObject({ status: "CANCELLED", moved: 2 })
    expect(last.bodies("dead")).toHaveLength(1)
  })
})

describe("message move tasks through the SDK", () => {
  it("starts, lists and completes a task", async () => {
    const { start, list, clock, bodies, ...parts } = await wired()
    await bury({ ...parts, clock, bodies }, "one", "a", "b")
    const { TaskHandle } = await start({ DestinationArn: arn("other"), MaxNumberOfMessagesPerSecond: 1 })
    const common = { SourceArn: arn("dead"), DestinationArn: arn("other"), MaxNumberOfMessagesPerSecond: 1 }
    const running = { ...common, Status: "RUNNING", TaskHandle, ApproximateNumberOfMessagesToMove: 2 }
    expect(await list()).toEqual([{ ...running, ApproximateNumberOfMessagesMoved: 0, StartedTimestamp: clock.now() }])
    clock.advance(1 * seconds)
    const [done] = (await list()) ?? []
    expect(done).toMatchObject({ ...common, Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 2 })
    expect(done?.TaskHandle).toBeUndefined()
    expect(bodies("other").sort()).toEqual(["a", "b"])
  })

  it("cancels a task, which first is CANCELLING and then CANCELLED", async () => {
    const { start, list, cancel, clock, bodies, ...parts } = await wired()
    await bury({ ...parts, clock, bodies }, "one", "a", "b", "c")
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 })
    clock.advance(0)
    expect((await cancel(TaskHandle)).ApproximateNumberOfMessagesMoved).toBe(1)
    expect((await list())?.[0]?.Status).toBe("CANCELLING")
    await expect(cancel(TaskHandle)).rejects.toMatchObject({ name: "InvalidParameterValue" })
    await expect(start({})).rejects.toThrow("Only one active task is allowed")
    clock.advance(1 * seconds)
    expect((await list())?.[0]?.Status).toBe("CANCELLED")
    expect(bodies("dead")).toHaveLength(2)
  })

  it("allows one active task a source, and shows at most as many as it is asked for, the latest first", async () => {
    const { start, list, clock } = await wired()
    await start({ DestinationArn: arn("one") })
    await expect(start({})).rejects.toThrow("There is already a task running")
    clock.advance(1)
    await start({ DestinationArn: arn("two") })
    clock.advance(1)
    expect((await list(10))?.map(({ DestinationArn }) => DestinationArn)).toEqual([arn("two"), arn("one")])
    expect(await list()).toHaveLength(1)
  })

  it("refuses what AWS refuses", async () => {
    const { start, list, cancel } = await wired()
    await expect(start({ SourceArn: "dead" })).rejects.toThrow("You must use this format to specify the SourceArn")
    await expect(start({ SourceArn: arn("none") })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      $metadata: { httpStatusCode: 404 },
    })
    await expect(start({ SourceArn: arn("other") })).rejects.toThrow("must be configured as a Dead Letter Queue")
    await expect(start({ DestinationArn: arn("dead") })).rejects.toThrow("cannot be the same")
    await expect(start({ DestinationArn: arn("none") })).rejects.toThrow("DestinationArn parameter doesn't exist")
    await expect(start({ MaxNumberOfMessagesPerSecond: 501 })).rejects.toThrow("between 1 and 500")
    await expect(list(11)).rejects.toThrow("between 1 and 10")
    await expect(cancel("junk")).rejects.toMatchObject({ name: "InvalidParameterValue" })
    const unknown = Buffer.from(JSON.stringify({ taskId: "none", sourceArn: arn("dead") })).toString("base64")
    await expect(cancel(unknown)).rejects.toMatchObject({ name: "ResourceNotFoundException" })
  })
})
