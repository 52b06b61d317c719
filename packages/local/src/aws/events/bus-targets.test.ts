import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { openStore } from "../../store.ts"
import type { TargetConfig } from "./config.ts"
import { bus, defaultBus, queueArn, rule, testEngine } from "./test-engine.ts"

const toBus = (arn: string, more: Partial<TargetConfig> = {}): TargetConfig[] => [{ id: "bus", arn, ...more }]
const everything = { source: [{ exists: true }] }
const forward = rule("forward", everything, { bus: "default", targets: toBus(bus.arn) })
const work = rule("work", { source: ["x"] })
const put = ({ events }: ReturnType<typeof testEngine>) =>
  events.put([{ source: "x", detailType: "y", detail: { n: 1 }, resources: ["arn:x"], time: Date.UTC(2025, 4, 5) }])

it("puts an event on the bus that is a rule's target, as it was", async () => {
  const archives = [{ name: "all", busArn: bus.arn, retentionDays: 0 }]
  const engine = testEngine({ rules: [forward, work], archives })
  const seen: string[] = []
  engine.events.onEvent(({ bus: name, event, rules }) => seen.push(`${name} ${event.id} ${rules.join()}`))
  const [id] = put(engine)
  // What is on the one bus has left the other one: a process that is killed now puts it there no second time.
  expect(engine.store.prepare("SELECT rule_arn FROM events_deliveries").all()).toEqual([{ rule_arn: work.arn }])
  await engine.events.idle()
  expect(engine.delivered.map(({ arn }) => arn)).toEqual([queueArn("work")])
  const [there, here] = engine.events.recent(5)
  expect(here?.event).toMatchObject({ id, source: "x", time: "2025-05-05T00:00:00Z", detail: { n: 1 } })
  expect(there).toEqual({ bus: "photos", event: here?.event, rules: ["work"] })
  expect(JSON.parse(engine.delivered[0]?.message ?? "")).toEqual(here?.event)
  expect(seen).toEqual([`photos ${id} work`, `default ${id} forward`].toSorted().toReversed())
  expect(engine.store.prepare("SELECT event_id FROM events_archive").all()).toEqual([{ event_id: id }])
  expect(engine.store.prepare("SELECT * FROM events_deliveries").all()).toEqual([])
})

it("puts it on no third bus: the second hop is a dead letter, at once", async () => {
  const third = { name: "third", arn: "arn:aws:events:us-east-1:000000000000:event-bus/third" }
  const further = rule("further", everything, { targets: toBus(third.arn, { deadLetterArn: queueArn("dead") }) })
  const engine = testEngine({
    buses: [defaultBus, bus, third],
    rules: [forward, further, rule("end", everything, { bus: "third" })],
  })
  const [id] = put(engine)
  await engine.events.idle()
  expect(engine.delivered).toEqual([
    {
      arn: queueArn("dead"),
      message: expect.stringContaining(String(id)),
      attributes: {
        RULE_ARN: further.arn,
        TARGET_ARN: third.arn,
        ERROR_CODE: "THIRD_ACCOUNT_HOP_DETECTED",
        ERROR_MESSAGE: expect.stringContaining(`Event ${id} was not put on the event bus`),
        RETRY_ATTEMPTS: "0",
      },
    },
  ])
})

it("ends a loop after one round", async () => {
  const dropped: string[] = []
  const back = rule("back", everything, { targets: toBus(defaultBus.arn) })
  const engine = testEngine({
    rules: [forward, back],
    onDropped: ({ ruleArn, errorCode }) => dropped.push(`${ruleArn} ${errorCode}`),
  })
  put(engine)
  await engine.events.idle()
  expect(engine.events.recent(10)).toHaveLength(2)
  expect(dropped).toEqual([`${back.arn} THIRD_ACCOUNT_HOP_DETECTED`])
})

it("goes on after a crash between the two buses, and keeps the hop in mind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "events-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const crashed = testEngine({ rules: [forward] }, openStore(folder))
  // What a killed process leaves: the delivery to the bus is written and not run.
  crashed.events.put([{ source: "x", detailType: "y", detail: {} }], { bus: "photos" })
  crashed.store.exec(`INSERT INTO events_deliveries (event_id, rule_arn, target, message, created)
    SELECT 'e', '${forward.arn}', '${JSON.stringify(forward.targets[0])}', payload, 0 FROM events_recent`)
  const back = rule("back", everything, { targets: toBus(defaultBus.arn) })
  const dropped: string[] = []
  const engine = testEngine(
    { rules: [forward, work, back], onDropped: ({ errorCode }) => dropped.push(errorCode) },
    openStore(folder),
  )
  engine.clock.advance(0)
  await engine.events.idle()
  expect(engine.delivered.map(({ arn }) => arn)).toEqual([queueArn("work")])
  expect(dropped).toEqual(["THIRD_ACCOUNT_HOP_DETECTED"])
})

it("hands a bus that is not the app's to the engine", async () => {
  const foreign = "arn:aws:events:us-east-1:111111111111:event-bus/other"
  const engine = testEngine({ rules: [rule("away", everything, { bus: "default", targets: toBus(foreign) })] })
  put(engine)
  await engine.events.idle()
  expect(engine.delivered.map(({ arn }) => arn)).toEqual([foreign])
})

it("refuses at start an input for a bus, as AWS has none", () => {
  const rules = [rule("odd", everything, { bus: "default", targets: toBus(bus.arn, { inputPath: "$.detail" }) })]
  expect(() => testEngine({ rules })).toThrow("Target bus of rule odd is an event bus")
})
