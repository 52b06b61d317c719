import { describe, expect, it, vi } from "vitest"
import { replayEvents } from "../../cli/src/commands/replay.ts"
import type { Terminal } from "../../cli/src/terminal.ts"
import { faultPlan } from "../src/index.ts"
import { command, handledSince, latestLog } from "./commands.ts"
import { notifiedApp } from "./notified-app.ts"

const notified = notifiedApp()
const { app, receiver, upload, messagesTo, calledOf } = notified

/** A replay to every rule of the bus. */
const replayToEverybody = async (_: object, { open }: Terminal) => {
  const { replays, close } = await open()
  await replays.start({ name: "to-everybody", from: Date.now() - 600_000, to: Date.now(), rules: [] })
  close()
}

it("tells nobody anything of a replay, nor of what follows from it, not even where the replay is meant for all", async () => {
  const from = Date.now()
  const imageId = await upload("moderation/replayed.jpg")
  const owned = await upload("private/bob/uploads/replayed.jpg")
  const told = () => {
    const statements = app()
      .engine.iam.usedPermissions()
      .find(({ functionId }) => functionId === "Notification")
    const calls = Object.fromEntries(
      (statements?.statements ?? []).flatMap((statement) => Object.entries(statement.calls)),
    )
    const [outbox, webhooks] = [app().engine.sns.outbox().length, receiver().received.length]
    return { live: calls["iot:Publish"], topics: calls["sns:Publish"], outbox, webhooks }
  }
  const before = told()
  expect([calledOf(imageId).length, messagesTo("bob@example.com").length]).toEqual([2, 1])
  expect(before.live).toBeGreaterThan(0)
  const processed = app().count("ImageProcessed", owned)
  const all = { from, cascade: true, yes: true, wait: true, json: true }
  const { code } = await command(app(), replayEvents, { ...all, name: "again" })
  expect(code).toBe(0)
  await vi.waitFor(() => app().idle(), { timeout: 60_000 })
  // Somebody who starts a replay at EventBridge, without these rules left out.
  const log = latestLog(app())
  await command(app(), replayToEverybody, {})
  const handled = () => handledSince(app(), log).filter(({ functionId }) => functionId === "Notification").length
  await expect.poll(handled, { timeout: 25_000 }).toBeGreaterThan(10)
  await vi.waitFor(() => app().idle(), { timeout: 60_000 })
  expect(app().count("ImageProcessed", owned)).toBeGreaterThan(processed)
  expect(told()).toEqual(before)
}, 180_000)

describe("where SNS does not answer as it should", () => {
  async function startWith(fault: "crashAfter" | "throttle", times: number) {
    const faults = faultPlan({
      seed: 1,
      rules: [{ service: "sns", operation: "Publish", fault, probability: 1, times }],
    })
    return { faults, other: await notified.startWith(faults) }
  }

  it("does not send again what may have been sent, and tells who is on call that a person has to look", async () => {
    const { other, faults } = await startWith("crashAfter", 1)
    await upload("moderation/unknown.jpg", other)
    expect(faults.injected).toHaveLength(1)
    const [failed] = other.seen.filter((event) => event["detail-type"] === "ProcessingFailed")
    expect(failed?.detail).toMatchObject({
      data: { service: "notification", class: "permanent", error: { name: "SendingUnanswered" } },
    })
    expect(messagesTo("quality@example.com", other)).toHaveLength(1)
    expect(messagesTo("+4915112345678", other)).toMatchObject([
      { message: "A message about this photo may not have been sent." },
    ])
  })

  it("sends what SNS was too busy for a little later, once", async () => {
    const { other, faults } = await startWith("throttle", 2)
    await upload("moderation/busy.jpg", other)
    expect(faults.injected).toHaveLength(2)
    expect([messagesTo("quality@example.com", other).length, other.count("ProcessingFailed")]).toEqual([1, 0])
  })
})
