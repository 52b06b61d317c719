import type { ImageRecord } from "@darkroom/catalog-model"
import { imageExample } from "@darkroom/events"
import { expect, it } from "vitest"
import { OriginalGone, UnknownPhoto } from "../errors.ts"
import { run } from "../program.ts"
import { doneParts, entryOf, fakeStage, fakeTerminal, sink } from "../test-fixtures.ts"
import { register, restore } from "./restore.ts"

const { id } = imageExample
const key = `analyzed/success/${id}/dog.jpg`
const moved: Partial<ImageRecord> = {
  moved: { time: "2026-11-21T09:31:00Z", eventId: "m", bucket: "photos", key, etag: "e1", category: "success" },
}
const week = { days: 7, tier: "Standard" } as const

interface Sent {
  readonly constructor: { readonly name: string }
  readonly input: object
}

/** A stage of one photo whose original answers to HEAD as given. */
function start(head: object | undefined, parts: readonly Partial<ImageRecord>[] = [...doneParts, moved], refusal = 0) {
  const sent: [string, object][] = []
  const send = async ({ constructor, input }: Sent) => {
    sent.push([constructor.name, input])
    const status = constructor.name === "RestoreObjectCommand" ? refusal : head === undefined ? 404 : 0
    if (status > 0) throw Object.assign(new Error("refused"), { $metadata: { httpStatusCode: status } })
    return head
  }
  const { stage, entries } = fakeStage()
  entries.set(id, entryOf(parts))
  const io = fakeTerminal({ ...stage, s3: { send } })
  return { io, sent, tell: () => restore(id, week, io).then(() => io.written().stdout) }
}

it("asks for an archived original where it is now, and says how long that takes", async () => {
  const { tell, sent } = start({ StorageClass: "GLACIER" })
  expect(await tell()).toBe(`${key} is being restored, which takes 3 to 5 hours. Then it can be read for 7 days.\n`)
  const RestoreRequest = { Days: 7, GlacierJobParameters: { Tier: "Standard" } }
  expect(sent).toEqual([
    ["HeadObjectCommand", { Bucket: "photos", Key: key }],
    ["RestoreObjectCommand", { Bucket: "photos", Key: key, RestoreRequest }],
  ])
})

it.each([
  ["is not archived", {}, "is not in the archive; it can be read at any time."],
  [
    "is being restored",
    { StorageClass: "GLACIER", Restore: 'ongoing-request="true"' },
    "is being restored already; darkroom show tells when it is there.",
  ],
  [
    "has been restored",
    { StorageClass: "GLACIER", Restore: 'ongoing-request="false", expiry-date="Fri, 01 Jan 2027 00:00:00 GMT"' },
    "has been restored already; it can be read until 2027-01-01T00:00:00.000Z.",
  ],
])("says so and asks for nothing where an original %s", async (_, head, message) => {
  const { tell, sent } = start(head)
  expect(await tell()).toBe(`${key} ${message}\n`)
  expect(sent).toHaveLength(1)
})

it("says that there is no such tier for the class", async () => {
  const { io, sent } = start({ StorageClass: "DEEP_ARCHIVE" })
  await restore(id, { days: 7, tier: "Expedited" }, io)
  expect(io.written().stdout).toContain("for which there is no tier Expedited")
  expect(sent).toHaveLength(1)
})

it("takes it for under way where somebody else has asked at the same moment", async () => {
  expect(await start({ StorageClass: "GLACIER" }, undefined, 409).tell()).toContain("is being restored already")
  await expect(start({ StorageClass: "GLACIER" }, undefined, 503).tell()).rejects.toThrow("refused")
})

it("knows a photo that is not there from one whose original is gone", async () => {
  const { io, tell } = start(undefined)
  await expect(restore("images/unknown.jpg", week, io)).rejects.toThrow(UnknownPhoto)
  await expect(tell()).rejects.toThrow(OriginalGone)
  await expect(start({}, [{ deletedAt: "2026-11-22T08:00:00Z" }]).tell()).rejects.toThrow(OriginalGone)
})

it.each([
  ["--days", "0"],
  ["--days", "1.5"],
  ["--tier", "Slow"],
])("refuses %s %s", async (...option) => {
  const stderr = sink()
  const before = process.exitCode
  await run([register], ["restore", id, ...option], stderr.stream)
  expect(process.exitCode).toBe(2)
  process.exitCode = before
  expect(stderr.text()).toContain(option[0])
})
