import { describe, expect, it } from "vitest"
import {
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  ListArchivesCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge"
import { bus, defaultBus, queueArn, rule, testEngine, wiredEngine } from "./test-engine.ts"

const tagged = {
  Source: "darkroom.tagging",
  DetailType: "ImageTagged",
  Detail: '{"labels":["Dog"]}',
  EventBusName: "photos",
}
const rules = [rule("tagged", { "detail-type": ["ImageTagged"] }), rule("all", { source: [{ prefix: "" }] })]

describe("PutEvents", () => {
  it("delivers an event to the targets of matching rules in AWS's envelope", async () => {
    const { client, delivered, events } = await wiredEngine({ rules })
    const { Entries } = await client.send(new PutEventsCommand({ Entries: [{ ...tagged, Resources: ["arn:x"] }] }))
    await events.idle()
    expect(delivered.map(({ arn }) => arn)).toEqual([queueArn("tagged"), queueArn("all")])
    expect(delivered[0]?.message).toBe(
      JSON.stringify({
        version: "0",
        id: Entries?.[0]?.EventId,
        "detail-type": "ImageTagged",
        source: "darkroom.tagging",
        account: "000000000000",
        time: "2026-01-01T00:00:00Z",
        region: "us-east-1",
        resources: ["arn:x"],
        detail: { labels: ["Dog"] },
      }),
    )
  })

  it("takes the entry's own time and the bus by its ARN", async () => {
    const { client, delivered } = await wiredEngine({ rules: rules.slice(0, 1) })
    await client.send(
      new PutEventsCommand({ Entries: [{ ...tagged, EventBusName: bus.arn, Time: new Date("2025-05-05T05:05:05Z") }] }),
    )
    expect(JSON.parse(delivered[0]?.message ?? "")).toMatchObject({ time: "2025-05-05T05:05:05Z" })
  })

  it("does not deliver to rules that are disabled, on another bus, or do not match", async () => {
    const others = [
      rule("disabled", { source: [{ exists: true }] }, { enabled: false }),
      rule("elsewhere", { source: [{ exists: true }] }, { bus: defaultBus.arn }),
      rule("other", { source: ["other"] }),
    ]
    const { client, delivered } = await wiredEngine({ rules: others })
    await client.send(new PutEventsCommand({ Entries: [tagged] }))
    expect(delivered).toEqual([])
  })

  it("fails bad entries one by one and takes the good ones", async () => {
    const { client, delivered } = await wiredEngine({ rules: rules.slice(0, 1) })
    const { FailedEntryCount, Entries } = await client.send(
      new PutEventsCommand({
        Entries: [
          { ...tagged, Detail: "{" },
          { ...tagged, Detail: "[]" },
          { ...tagged, Source: undefined },
          { ...tagged, DetailType: "" },
          { ...tagged, Source: "aws.s3" },
          { ...tagged, EventBusName: "none" },
          tagged,
        ],
      }),
    )
    expect(FailedEntryCount).toBe(6)
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      "MalformedDetail",
      "MalformedDetail",
      "InvalidArgument",
      "InvalidArgument",
      "NotAuthorizedForSourceException",
      "InvalidArgument",
      undefined,
    ])
    expect(Entries?.[2]?.ErrorMessage).toBe("Parameter Source is not valid. Reason: Source is a required argument.")
    expect(delivered).toHaveLength(1)
  })

  it("refuses a request of more than ten entries or more than a mebibyte", async () => {
    const { client } = await wiredEngine({ rules })
    const eleven = new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => tagged) })
    await expect(client.send(eleven)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("less than or equal to 10"),
    })
    const large = { ...tagged, Detail: JSON.stringify({ text: "x".repeat(600_000) }) }
    await expect(client.send(new PutEventsCommand({ Entries: [large, large] }))).rejects.toThrow(
      "Total size of the entries in the request is over the limit.",
    )
    expect((await client.send(new PutEventsCommand({ Entries: [large] }))).FailedEntryCount).toBe(0)
  })
})

describe("the service in process", () => {
  it("takes any source, and knows what would match and what came last", () => {
    const { events } = testEngine({ rules: [rule("s3", { source: ["aws.s3"] }, { bus: "default" })] })
    const [id] = events.put([
      { source: "aws.s3", detailType: "Object Created", detail: { object: { key: "a b.jpg" } } },
    ])
    expect(events.recent(5)).toMatchObject([{ bus: "default", event: { id, source: "aws.s3" }, rules: ["s3"] }])
    expect(events.matches({ source: "aws.s3" })).toEqual(["s3"])
    expect(events.matches({ source: "aws.s3" }, "photos")).toEqual([])
    expect(() => events.put([], { bus: "default" })).not.toThrow()
    expect(() => events.put([{ source: "a", detailType: "b", detail: {} }], { bus: "none" })).toThrow(
      "Event bus none does not exist",
    )
  })

  it("tells listeners of each event until they leave", async () => {
    const { events } = testEngine({ rules })
    const seen: string[] = []
    const leave = events.onEvent(({ event, rules: matched }) => seen.push(`${event["detail-type"]} ${matched.join()}`))
    events.put([{ source: "x", detailType: "ImageTagged", detail: {} }], { bus: "photos" })
    await events.idle()
    leave()
    events.put([{ source: "x", detailType: "ImageTagged", detail: {} }], { bus: "photos" })
    await events.idle()
    expect(seen).toEqual(["ImageTagged tagged,all"])
  })

  it("explains why a rule does not take an event", () => {
    const off = rule("off", { source: ["x"] }, { enabled: false })
    const { events } = testEngine({ rules: [...rules, off] })
    const event = { source: "x", "detail-type": "ImageUploaded" }
    expect(events.explain(event, { bus: "photos", name: "all" })).toEqual({ enabled: true })
    expect(events.explain(event, { bus: "photos", name: "off" })).toEqual({ enabled: false })
    expect(events.explain(event, { bus: bus.arn, name: "tagged" })).toEqual({
      enabled: true,
      mismatch: {
        path: "detail-type",
        expected: ["ImageTagged"],
        found: "ImageUploaded",
        reason: 'detail-type is "ImageUploaded"; the rule wants "ImageTagged"',
      },
    })
    expect(() => events.explain(event, { bus: "photos", name: "none" })).toThrow("Rule none does not exist")
  })

  it("names the operations that it supports", () => {
    const { events } = testEngine({})
    expect(events.operations).toEqual(expect.arrayContaining(["PutEvents", "ListArchives", "StartReplay"]))
  })

  it("forgets everything on reset, waiting retries too", async () => {
    const { events, failing, delivered, clock } = testEngine({ rules })
    failing.add(queueArn("all"))
    events.put([{ source: "x", detailType: "y", detail: {} }], { bus: "photos" })
    await events.idle()
    failing.clear()
    await events.reset()
    clock.advance(3_600_000)
    await events.idle()
    expect(delivered).toEqual([])
    expect(events.recent(1)).toEqual([])
  })

  it("refuses at start a rule whose pattern or bus is wrong, and names it", () => {
    expect(() => testEngine({ rules: [rule("bad", { source: "x" })] })).toThrow(
      'The pattern of rule bad is not valid: Event pattern is not valid. Reason: "source" must be',
    )
    expect(() => testEngine({ rules: [rule("lost", { source: ["x"] }, { bus: "none" })] })).toThrow(
      "Rule lost is on the event bus none",
    )
  })
})

describe("operations that read", () => {
  it("lists buses, rules and targets", async () => {
    const target = { id: "t", arn: queueArn("q"), deadLetterArn: queueArn("dlq"), retry: { maximumRetryAttempts: 3 } }
    const { client } = await wiredEngine({ rules: [rule("one", { source: ["x"] }, { targets: [target] })] })
    expect((await client.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Name }) => Name)).toEqual([
      "default",
      "photos",
    ])
    expect((await client.send(new DescribeEventBusCommand({ Name: "photos" }))).Arn).toBe(bus.arn)
    const { Rules } = await client.send(new ListRulesCommand({ EventBusName: "photos" }))
    expect(Rules).toMatchObject([{ Name: "one", State: "ENABLED", EventPattern: '{"source":["x"]}' }])
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: "one", EventBusName: "photos" }))
    expect(Targets).toMatchObject([
      { Id: "t", DeadLetterConfig: { Arn: queueArn("dlq") }, RetryPolicy: { MaximumRetryAttempts: 3 } },
    ])
    await expect(client.send(new ListRulesCommand({ EventBusName: "none" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    })
  })

  it("gives lists in pages", async () => {
    const names = ["a", "b", "c"]
    const { client } = await wiredEngine({
      rules: names.map((name) =>
        rule(name, { source: ["x"] }, { targets: names.map((id) => ({ id, arn: queueArn("q") })) }),
      ),
      archives: names.map((name) => ({ name, busArn: bus.arn, retentionDays: 0 })),
    })
    const EventBusName = "photos"
    const first = await client.send(new ListRulesCommand({ EventBusName, Limit: 2 }))
    expect(first.Rules?.map(({ Name }) => Name)).toEqual(["a", "b"])
    const second = await client.send(new ListRulesCommand({ EventBusName, Limit: 2, NextToken: first.NextToken }))
    expect(second.Rules?.map(({ Name }) => Name)).toEqual(["c"])
    expect(second.NextToken).toBeUndefined()
    const all = await client.send(new ListRulesCommand({ EventBusName, Limit: 3 }))
    expect(all.NextToken).toBeUndefined()
    const pages = await Promise.all([
      client.send(new ListTargetsByRuleCommand({ EventBusName, Rule: "a", Limit: 1 })),
      client.send(new ListRuleNamesByTargetCommand({ EventBusName, TargetArn: queueArn("q"), Limit: 1 })),
      client.send(new ListEventBusesCommand({ Limit: 1 })),
      client.send(new ListArchivesCommand({ Limit: 1 })),
    ])
    expect(pages).toMatchObject([
      { Targets: [{ Id: "a" }], NextToken: expect.any(String) },
      { RuleNames: ["a"], NextToken: expect.any(String) },
      { EventBuses: [{ Name: "default" }], NextToken: expect.any(String) },
      { Archives: [{ ArchiveName: "a" }], NextToken: expect.any(String) },
    ])
    expect(
      (await client.send(new ListRuleNamesByTargetCommand({ EventBusName, TargetArn: "arn:x" }))).RuleNames,
    ).toEqual([])
  })

  it.each([
    [
      { Limit: 0 },
      "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [{ Limit: 101 }, "Member must have value less than or equal to 100"],
    [{ NextToken: "bogus" }, "Parameter NextToken is not valid."],
  ])("refuses the page %o", async (paging, message) => {
    const { client } = await wiredEngine()
    await expect(client.send(new ListRulesCommand(paging))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message),
    })
  })

  it("lists archives by one filter at a time", async () => {
    const archives = [
      { name: "one", busArn: bus.arn, retentionDays: 0 },
      { name: "two", busArn: defaultBus.arn, retentionDays: 0 },
    ]
    const { client } = await wiredEngine({ archives })
    const { Archives } = await client.send(new ListArchivesCommand({ EventSourceArn: bus.arn }))
    expect(Archives?.map(({ ArchiveName }) => ArchiveName)).toEqual(["one"])
    await expect(client.send(new ListArchivesCommand({ NamePrefix: "o", State: "ENABLED" }))).rejects.toThrow(
      "At most one filter is allowed for ListArchives",
    )
  })

  it("tests patterns", async () => {
    const { client } = await wiredEngine()
    const Event = '{"source":"x"}'
    expect((await client.send(new TestEventPatternCommand({ Event, EventPattern: '{"source":["x"]}' }))).Result).toBe(
      true,
    )
    await expect(
      client.send(new TestEventPatternCommand({ Event, EventPattern: '{"source":"x"}' })),
    ).rejects.toMatchObject({ name: "InvalidEventPatternException" })
  })

  it("archives what the archive's pattern wants, for as long as it keeps it", async () => {
    const archives = [{ name: "kept", busArn: bus.arn, pattern: '{"source":["darkroom.tagging"]}', retentionDays: 1 }]
    const { client, clock } = await wiredEngine({ archives })
    await client.send(new PutEventsCommand({ Entries: [tagged, { ...tagged, Source: "other" }] }))
    const describeArchive = () => client.send(new DescribeArchiveCommand({ ArchiveName: "kept" }))
    expect(await describeArchive()).toMatchObject({ EventCount: 1, RetentionDays: 1, EventSourceArn: bus.arn })
    clock.advance(2 * 86_400_000)
    expect((await describeArchive()).EventCount).toBe(0)
  })

  it("refuses operations that it does not have", async () => {
    const { client } = await wiredEngine()
    await expect(client.send(new PutRuleCommand({ Name: "x" }))).rejects.toThrow("does not support events:PutRule")
  })
})
