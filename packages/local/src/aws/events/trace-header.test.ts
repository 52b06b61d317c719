import { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { expect, it } from "vitest"
import type { EventsOptions } from "./config.ts"
import { bus, rule, wiredEngine } from "./test-engine.ts"

const HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
const OTHER = "Root=1-5759e988-000000000000000000000001;Parent=53995c3f42cd8ad8;Sampled=1"

async function start() {
  const traces: (string | undefined)[] = []
  const deliver: EventsOptions["deliver"] = async (_target, _message, _attributes, _rule, trace) =>
    void traces.push(trace)
  const archives = [
    { name: "all", arn: "arn:aws:events:us-east-1:000000000000:archive/all", busArn: bus.arn, retentionDays: 0 },
  ]
  const engine = await wiredEngine({ rules: [rule("work", { source: ["x"] })], archives, deliver })
  const put = async (entry: object, header?: string) => {
    const command = new PutEventsCommand({
      Entries: [{ Source: "x", DetailType: "y", Detail: "{}", EventBusName: bus.name, ...entry }],
    })
    const add = (next: (args: never) => Promise<never>) => (args: { request: { headers: Record<string, string> } }) => {
      if (header !== undefined) args.request.headers["x-amzn-trace-id"] = header
      return next(args as never)
    }
    command.middlewareStack.add(add as never, { step: "build" })
    await engine.client.send(command)
    await engine.events.idle()
  }
  return { ...engine, put, traces }
}

it("goes from the request to the targets", async () => {
  const { put, traces } = await start()
  await put({}, HEADER)
  expect(traces).toEqual([HEADER])
})

it("is the entry's own where it has one", async () => {
  const { put, traces } = await start()
  await put({ TraceHeader: OTHER }, HEADER)
  expect(traces).toEqual([OTHER])
})

it("is dropped where it is none, and the event is delivered all the same", async () => {
  const { put, traces } = await start()
  await put({}, "Root=nonsense")
  await put({})
  expect(traces).toEqual([undefined, undefined])
})

it("is not in the archive", async () => {
  const { put, store } = await start()
  await put({}, HEADER)
  const rows = store.prepare("SELECT * FROM events_archive").all()
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain("1-5759e988")
})
