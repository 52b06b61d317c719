import { describe, expect, it } from "vitest"
import {
  CancelReplayCommand,
  DescribeReplayCommand,
  ListReplaysCommand,
  type ListReplaysCommandInput,
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

  it("keeps to the order of minutes and to none within a minute", async () => {
    let seed = 1
    const engine = await wiredEngine({ rules, archives, random: () => Math.abs(Math.sin(seed++)) })
    const times = Array.from({ length: 30 }, (_, n) => start + n * 6_000)
    engine.events.put(
      times.map((time, n) => ({ source: "x", detailType: "y", detail: { n }, time })),
      { bus: "photos" },
    )
    await engine.events.idle()
    engine.delivered.length = 0
    await engine.client.send(replay())
    engine.clock.advance(0)
    const order = engine.delivered
      .filter(({ arn }) => arn === queueArn("work"))
      .map(({ message }) => (JSON.parse(message) as { detail: { n: number } }).detail.n)
    const minutes = order.map((n) => Math.floor(n / 10))
    expect(minutes).toEqual(minutes.toSorted((one, other) => one - other))
    expect(order.toSorted((one, other) => one - other)).toEqual(times.map((_, n) => n))
    for (const first of [0, 10, 20]) {
      const within = order.slice(first, first + 10)
      expect(within).not.toEqual(within.toSorted((one, other) => one - other))
    }
    const { EventLastReplayedTime } = await engine.client.send(new DescribeReplayCommand({ ReplayName: "again" }))
    expect(EventLastReplayedTime).toEqual(new Date(times.at(-1) ?? 0))
  })

  it("starts, runs and completes, and counts the events", async () => {
    const states: string[] = []
    const noted = () => states.push(...engine.events.replays().map(({ state, events }) => `${state} ${events}`))
    const engine = await wiredEngine({
      rules: rules.slice(0, 1),
      archives,
      deliver: async (_target, message) => void (message.includes("replay-name") && noted()),
    })
    for (const n of [1, 2]) {
      engine.events.put([{ source: "x", detailType: "y", detail: { n } }], { bus: "photos" })
      engine.clock.advance(minute)
    }
    await engine.events.idle()
    const filter = [rules[0]?.arn ?? ""]
    await engine.client.send(replay({ Destination: { Arn: bus.arn, FilterArns: filter } }))
    noted()
    engine.clock.advance(0)
    noted()
    expect(states).toEqual(["STARTING 0", "RUNNING 1", "RUNNING 2", "COMPLETED 2"])
    expect(engine.events.replays()).toEqual([
      {
        name: "again",
        archive: "all",
        state: "COMPLETED",
        eventStart: start,
        eventEnd: start + 10 * minute,
        started: start + 2 * minute,
        ended: start + 2 * minute,
        lastReplayed: start + minute,
        rules: filter,
        events: 2,
      },
    ])
  })

  it("puts a replayed event on a bus that is a target, and archives it there no more than here", async () => {
    const both = [...archives, { name: "other", busArn: defaultBus.arn, retentionDays: 0 }]
    const forward = rule("forward", { "replay-name": ["again"] }, { targets: [{ id: "bus", arn: defaultBus.arn }] })
    const end = rule("end", { source: ["x"] }, { bus: "default" })
    const engine = await wiredEngine({ rules: [forward, end], archives: both })
    engine.events.put([{ source: "x", detailType: "y", detail: {} }], { bus: "photos" })
    await engine.client.send(replay())
    engine.clock.advance(0)
    await engine.events.idle()
    expect(engine.delivered.map(({ message }) => JSON.parse(message) as object)).toMatchObject([
      { "replay-name": "again" },
    ])
    expect(engine.store.prepare("SELECT archive FROM events_archive").all()).toEqual([{ archive: "all" }])
  })

  it.each([
    ["its bus", { buses: [defaultBus], rules: [], archives: [] }, `Event bus ${bus.arn} does not exist.`],
    ["its archive", { archives: [] }, "Archive all of event bus photos does not exist."],
  ])("fails where %s is no longer in the app", async (_name, options, reason) => {
    const { client, store, events } = await withHistory()
    await client.send(replay())
    await events.close()
    const next = testEngine({ rules, ...options }, store)
    next.clock.advance(0)
    expect(next.events.replays()).toMatchObject([{ state: "FAILED", stateReason: reason, ended: start }])
    expect(next.delivered).toEqual([])
  })

  it("runs ten replays at once, and no more", async () => {
    const { client, clock } = await withHistory()
    for (let n = 1; n <= 10; n++) await client.send(replay({ ReplayName: `r${n}` }))
    await expect(client.send(replay({ ReplayName: "r11" }))).rejects.toMatchObject({ name: "LimitExceededException" })
    clock.advance(0)
    expect((await client.send(replay({ ReplayName: "r11" }))).State).toBe("STARTING")
  })

  it("lists replays by one filter at a time, in pages", async () => {
    const { client, clock } = await withHistory()
    const list = (input: ListReplaysCommandInput) => client.send(new ListReplaysCommand(input))
    for (const name of ["a1", "a2"]) await client.send(replay({ ReplayName: name }))
    clock.advance(0)
    await client.send(replay({ ReplayName: "b1" }))
    const names = async (input: ListReplaysCommandInput) =>
      (await list(input)).Replays?.map(({ ReplayName }) => ReplayName)
    expect(await names({ NamePrefix: "a" })).toEqual(["a1", "a2"])
    expect(await names({ State: "STARTING" })).toEqual(["b1"])
    expect(await names({ EventSourceArn: archiveArn })).toEqual(["a1", "a2", "b1"])
    expect(await names({ EventSourceArn: `${archiveArn}2` })).toEqual([])
    const { NextToken } = await list({ Limit: 2 })
    expect(await names({ Limit: 2, NextToken })).toEqual(["b1"])
    await expect(list({ NamePrefix: "a", State: "STARTING" })).rejects.toThrow(
      "At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.",
    )
    await expect(list({ State: "DONE" as "FAILED" })).rejects.toThrow(
      "Member must satisfy enum value set: [CANCELLED, CANCELLING, COMPLETED, FAILED, RUNNING, STARTING]",
    )
  })

  it("knows no replay by another name", async () => {
    const { client } = await wiredEngine({ rules, archives })
    for (const command of [
      new DescribeReplayCommand({ ReplayName: "x" }),
      new CancelReplayCommand({ ReplayName: "x" }),
    ]) {
      await expect(client.send(command)).rejects.toMatchObject({
        name: "ResourceNotFoundException",
        message: "Replay x does not exist.",
      })
    }
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
    ["an archive's name for its ARN", { EventSourceArn: "all" }, "Must contain an archive ARN."],
    ["no archive", { EventSourceArn: undefined }, "Value null at 'eventSourceArn' failed to satisfy constraint"],
    ["no destination", { Destination: { Arn: undefined } }, "Value null at 'destination.arn'"],
    ["a destination that is no bus", { Destination: { Arn: queueArn("q") } }, "Must contain an event bus ARN."],
    ["an unknown bus", { Destination: { Arn: `${bus.arn}2` } }, "Event bus photos2 does not exist."],
    ["a long name", { ReplayName: "x".repeat(65) }, "Member must have length less than or equal to 64"],
    ["a long description", { Description: "x".repeat(513) }, "Member must have length less than or equal to 512"],
    ["an unknown archive", { EventSourceArn: "arn:aws:events:us-east-1:000000000000:archive/none" }, "does not exist"],
    ["another bus", { Destination: { Arn: defaultBus.arn } }, "Cross event bus replay is not permitted"],
    ["an empty window", { EventEndTime: new Date(start) }, "EventStartTime must be before EventEndTime"],
    [
      "an unknown rule",
      { Destination: { Arn: bus.arn, FilterArns: ["arn:none"] } },
      "Rule arn:none does not exist on photos",
    ],
    ["a bad name", { ReplayName: "a b" }, "regular expression pattern: [\\.\\-_A-Za-z0-9]+"],
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
