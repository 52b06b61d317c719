import { describe, expect, it } from "vitest"
import {
  CancelReplayCommand,
  DescribeReplayCommand,
  ListReplaysCommand,
  StartReplayCommand,
  type StartReplayCommandInput,
} from "@aws-sdk/client-eventbridge"
import { bus, defaultBus, queueArn, rule, testEngine, wiredEngine } from "./test-engine.ts"

const start = Date.UTC(2026, 0, 1)
const minute = 60_000
const archives = [{ name: "all", busArn: bus.arn, retentionDays: 0 }]
const rules = [
  rule("work", { source: ["x"] }),
  rule("mail", { source: ["x"], "replay-name": [{ exists: false }] }),
  rule("log", { source: [{ prefix: "" }] }),
]
const archiveArn = "arn:aws:events:us-east-1:000000000000:archive/all"

const replay = (more: Partial<StartReplayCommandInput> = {}) =>
  new StartReplayCommand({
    ReplayName: "again",
    EventSourceArn: archiveArn,
    EventStartTime: new Date(start),
    EventEndTime: new Date(start + 10 * minute),
    Destination: { Arn: bus.arn },
    ...more,
  })

/** Three events in three minutes, already delivered. */
async function withHistory() {
  const engine = await wiredEngine({ rules, archives })
  for (const n of [1, 2, 3]) {
    engine.events.put([{ source: "x", detailType: "y", detail: { n } }], { bus: "photos" })
    engine.clock.advance(minute)
  }
  await engine.events.idle()
  const originals = engine.delivered
    .splice(0)
    .filter(({ arn }) => arn === queueArn("work"))
    .map(({ message }) => JSON.parse(message) as object)
  return { ...engine, originals }
}

describe("StartReplay", () => {
  it("delivers archived events again as they were, with the replay's name, to the rules that match", async () => {
    const { client, clock, delivered, originals } = await withHistory()
    expect(await client.send(replay())).toMatchObject({
      State: "STARTING",
      ReplayArn: "arn:aws:events:us-east-1:000000000000:replay/again",
    })
    clock.advance(0)
    const to = (name: string) =>
      delivered.filter(({ arn }) => arn === queueArn(name)).map(({ message }) => JSON.parse(message) as object)
    expect(to("work")).toEqual(originals.map((event) => ({ ...event, "replay-name": "again" })))
    expect([to("log").length, to("mail").length]).toEqual([3, 0])
  })

  it("keeps to the time window and to the rules that it is given, and archives nothing again", async () => {
    const { client, clock, delivered } = await withHistory()
    const window = { EventStartTime: new Date(start + minute), EventEndTime: new Date(start + 2 * minute) }
    await client.send(replay({ ...window, Destination: { Arn: bus.arn, FilterArns: [rules[2]?.arn ?? ""] } }))
    clock.advance(0)
    expect(delivered.map(({ arn, message }) => [arn, (JSON.parse(message) as { detail: object }).detail])).toEqual([
      [queueArn("log"), { n: 2 }],
    ])
    delivered.length = 0
    await client.send(replay({ ReplayName: "third" }))
    clock.advance(0)
    expect(delivered.filter(({ arn }) => arn === queueArn("log"))).toHaveLength(3)
  })

  it("goes minute by minute, tells how far it is, and ends", async () => {
    const { client, clock } = await withHistory()
    await client.send(replay({ Description: "why" }))
    const describeReplay = () => client.send(new DescribeReplayCommand({ ReplayName: "again" }))
    expect((await describeReplay()).State).toBe("STARTING")
    clock.advance(0)
    expect(await describeReplay()).toMatchObject({
      State: "COMPLETED",
      Description: "why",
      EventLastReplayedTime: new Date(start + 2 * minute),
      ReplayEndTime: new Date(start + 3 * minute),
    })
    expect((await client.send(new ListReplaysCommand({ State: "COMPLETED" }))).Replays).toMatchObject([
      { ReplayName: "again" },
    ])
  })

  it("cancels a replay that runs, and no other", async () => {
    const { client, clock, delivered } = await withHistory()
    await client.send(replay())
    const cancel = () => client.send(new CancelReplayCommand({ ReplayName: "again" }))
    expect((await cancel()).State).toBe("CANCELLING")
    clock.advance(0)
    expect(delivered).toEqual([])
    expect((await client.send(new DescribeReplayCommand({ ReplayName: "again" }))).State).toBe("CANCELLED")
    await expect(cancel()).rejects.toMatchObject({ name: "IllegalStatusException" })
  })

  it("goes on after a crash where it was", async () => {
    const { client, store, events } = await withHistory()
    await client.send(replay())
    await events.close()
    const next = testEngine({ rules, archives }, store)
    next.clock.advance(0)
    expect(next.delivered.filter(({ arn }) => arn === queueArn("work"))).toHaveLength(3)
    expect(next.events.recent(10)).toHaveLength(3)
  })

  it.each<[string, Partial<StartReplayCommandInput>, string]>([
    ["an unknown archive", { EventSourceArn: "arn:aws:events:us-east-1:000000000000:archive/none" }, "does not exist"],
    ["another bus", { Destination: { Arn: defaultBus.arn } }, "Cross event bus replay is not permitted"],
    ["an empty window", { EventEndTime: new Date(start) }, "EventStartTime must be before EventEndTime"],
    [
      "an unknown rule",
      { Destination: { Arn: bus.arn, FilterArns: ["arn:none"] } },
      "Rule arn:none does not exist on photos",
    ],
    ["a bad name", { ReplayName: "a b" }, "ReplayName"],
  ])("refuses %s", async (_name, input, reason) => {
    const { client } = await wiredEngine({ rules, archives })
    await expect(client.send(replay(input))).rejects.toThrow(reason)
  })

  it("refuses a name that was used before", async () => {
    const { client, clock } = await withHistory()
    await client.send(replay())
    clock.advance(0)
    await expect(client.send(replay())).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" })
  })
})
