import type { ImageRecord } from "@darkroom/catalog-model"
import { derivedId, ImageDeleted, MetadataExtracted, RetryRequested } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import { resendStep } from "./resend-step.ts"

const failure = derivedId("failure")
const { image } = MetadataExtracted.example
const failed = exampleEvent(MetadataExtracted)
const record = { imageId: image.id, owner: image.owner, image } as ImageRecord
const request = exampleEvent(RetryRequested, { image, service: "tagging", failure, resend: true })

/** The catalog has that message, which tagging gave up. */
function start(message: { type: string; source: string; detail: object }, kept: ImageRecord | undefined = record) {
  const resend = vi.fn(async () => {})
  const catalog = {
    record: async () => kept,
    entry: async () => undefined,
    failedMessage: async () => ({
      eventId: failure,
      service: "tagging",
      time: failed.metadata.time,
      ...message,
      detail: JSON.stringify(message.detail),
    }),
  }
  return { resend, run: (event: RetryRequested) => resendStep(event, { catalog, resend }) }
}

const messageOf = ({ type, source, metadata, data }: typeof failed, changes: object = {}) => ({
  type,
  source,
  detail: { metadata, data, ...changes },
})

it("resends the event that the catalog has of the photo", async () => {
  const { resend, run } = start(messageOf(failed))
  await run(request)
  expect(resend).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ type: "MetadataExtracted" })])
})

it.each([
  ["the requester has sent it", { resend: false }, record],
  ["the photo is another user's", {}, { ...record, owner: "grace" }],
  ["the photo was deleted", {}, { ...record, deletedAt: "2026-11-22T00:00:00.000Z" }],
])("resends nothing where %s", async (_, changes, kept) => {
  const { resend, run } = start(messageOf(failed), kept)
  await run({ ...request, data: { ...request.data, ...changes } })
  expect(resend).not.toHaveBeenCalled()
})

it("resends no request to try again: the new request replaces it", async () => {
  const { resend, run } = start(messageOf(exampleEvent(RetryRequested) as never))
  await run(request)
  expect(resend).not.toHaveBeenCalled()
})

it.each([
  ["has another owner", messageOf(failed, { data: { ...failed.data, image: { ...image, owner: "grace" } } })],
  ["is about another photo", messageOf(failed, { metadata: { ...failed.metadata, groupKey: derivedId("other") } })],
  ["is said to be of another service", { ...messageOf(failed), source: ImageDeleted.source }],
  ["reports a failure", { ...messageOf(failed), type: "ProcessingFailed" }],
])("gives up where the kept event %s", async (_, message) => {
  const { resend, run } = start(message)
  await expect(run(request)).rejects.toMatchObject({ name: "MalformedEvent" })
  expect(resend).not.toHaveBeenCalled()
})
