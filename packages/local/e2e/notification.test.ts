import { expect, it, vi } from "vitest"
import { groupKeyOf, plainPhoto } from "./harness.ts"
import { notifiedApp } from "./notified-app.ts"

const notified = notifiedApp()
const { scene, app, receiver, upload, queueOf, deadLetters, messagesTo, mailsOf, calledOf } = notified

it("tells the quality team of what must not be shown, and others of nothing", async () => {
  const imageId = await upload("moderation/fight.jpg")
  const mails = mailsOf(imageId)
  expect(mails).toMatchObject([{ protocol: "email", subject: "Failure: fight.jpg" }])
  expect(mails[0]?.topicArn).toContain("QualityFailure")
  expect(mails[0]?.message).toMatch(/^Failure: fight\.jpg\nWhy: .*91.*\nWhere: s3:\/\/.*moderation\/fight\.jpg\n/)
  expect(mails[0]?.message).toContain(imageId)
  expect(mails[0]?.attributes).toMatchObject({
    category: { Value: "failure" },
    profile: { Value: "moderation" },
    rules: { Value: "moderated" },
    rule: { Value: "unsafe" },
    owner: { Value: "shared" },
  })
  expect([messagesTo("bob@example.com"), messagesTo("+4915112345678")]).toEqual([[], []])
})

it("does not tell the quality team of what may be shown", async () => {
  scene.moderation = []
  const imageId = await upload("moderation/meadow.jpg")
  expect(app().count("ImageCategorized", imageId)).toBe(1)
  expect(mailsOf(imageId)).toEqual([])
})

it("calls a webhook once an event, and the receiver can verify it", async () => {
  const imageId = await upload("moderation/called.jpg")
  const calls = calledOf(imageId)
  expect(calls.map(({ payload }) => payload.type).toSorted()).toEqual(["ImageCategorized", "ImageProcessed"])
  expect(calls.map(({ id }) => id)).toEqual(calls.map(({ payload }) => payload.metadata.id))
  const decided = app().seen.find(
    (event) => event["detail-type"] === "ImageCategorized" && groupKeyOf(event) === imageId,
  )
  const { data, metadata } = decided!.detail as { data: unknown; metadata: { time: string } }
  expect(calls.find(({ payload }) => payload.type === "ImageCategorized")?.payload).toEqual({
    type: "ImageCategorized",
    timestamp: metadata.time,
    data,
    metadata,
  })
})

it("calls a webhook of the photos that it asks for and of no others", async () => {
  const imageId = await upload("labels/other.jpg")
  expect([app().count("ImageProcessed", imageId), calledOf(imageId)]).toEqual([1, []])
})

it("tells people and webhooks once of an event that comes again and again", async () => {
  const imageId = await upload("moderation/again.jpg")
  const decided = app().seen.find(
    (event) => event["detail-type"] === "ImageCategorized" && groupKeyOf(event) === imageId,
  )
  for (let time = 0; time < 3; time++)
    for (const queue of ["NotificationEvents", "ShopWebhookEvents"])
      app().engine.sqs.send(queueOf(queue), { body: JSON.stringify(decided) })
  await app().idle()
  expect([mailsOf(imageId).length, calledOf(imageId).length]).toEqual([1, 2])
})

it("calls a receiver again that was down", async () => {
  receiver().answers(503)
  const before = receiver().received.length
  await app().put("moderation/later.jpg", await plainPhoto())
  await vi.waitFor(() => expect(receiver().received.length).toBeGreaterThanOrEqual(before + 2), { timeout: 25_000 })
  receiver().answers(204)
  const { record } = await app().entry("moderation/later.jpg")
  await app().idle()
  const calls = calledOf(record.imageId)
  expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
  expect(calls.length).toBeGreaterThanOrEqual(4)
  expect(await deadLetters()).toBe(0)
})

it("keeps what a receiver refuses, and reports it to nobody", async () => {
  receiver().answers(400)
  const imageId = await upload("moderation/refused.jpg")
  expect(calledOf(imageId)).toHaveLength(2)
  await expect.poll(deadLetters, { timeout: 25_000, interval: 500 }).toBe(2)
  await app().idle()
  expect(app().count("ProcessingFailed")).toBe(0)
})
