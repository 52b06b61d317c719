import type { DeadLetterRecord } from "@darkroom/events"
import { expect, it, vi } from "vitest"
import { appGraph, attempts, fixedRecogniser, plainPhoto, startForTest } from "../../local/e2e/harness.ts"
import { list, redriveLetters, show } from "../src/commands/dlq.ts"
import { sink } from "../src/test-fixtures.ts"
import { stageOf } from "./stage-of.ts"

it("tells what a broken service gave up, and has it done once the service works again", async () => {
  let broken = true
  const recogniser = {
    ...fixedRecogniser(),
    detectLabels: async () => {
      if (broken) throw new Error("the model is gone")
      return []
    },
  }
  const app = await startForTest({ recogniser, graph: await appGraph((graph) => attempts(graph, "Tagging", 1)) })
  const [stdout, stderr] = [sink(), sink()]
  const io = { stdout: stdout.stream, stderr: stderr.stream, open: () => stageOf(app), confirm: async () => undefined }

  await app.put("Incoming/one.jpg", await plainPhoto())
  const { record } = await app.entry("Incoming/one.jpg", (entry) => entry.record["failed:tagging"] !== undefined, 50)
  const stage = await stageOf(app)
  const dead: DeadLetterRecord[] = []
  for await (const letter of stage.deadLetters.inState("dead")) dead.push(letter)
  stage.close()
  expect(dead).toMatchObject([{ subscriber: "Tagging", imageId: record.imageId, event: { type: "MetadataExtracted" } }])
  const [{ id }] = dead as [DeadLetterRecord]

  await list({ state: "dead" }, io)
  await show(id, {}, io)
  expect(stdout.text()).toMatch(new RegExp(`^${id} .* Tagging +MetadataExtracted`, "m"))
  expect(stdout.text()).toContain(`"correlationId": "${dead[0]?.event?.correlationId}"`)

  broken = false
  expect(await redriveLetters([id], { rate: 10, yes: true }, io)).toBe(0)
  const done = await app.entry("Incoming/one.jpg", (entry) => entry.record.processed !== undefined, 50)
  expect(done.record["failed:tagging"]).toBeUndefined()
  expect(done.timeline.map(({ type }) => type)).toContain("RetryRequested")
  await list({ state: "redriven" }, io)
  await vi.waitFor(() => expect(app.count("ImageTagged")).toBe(1))
  expect(stdout.text().split(id).length).toBeGreaterThan(3)
}, 120_000)
