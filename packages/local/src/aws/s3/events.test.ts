import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished, vi } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import type { S3Event } from "./s3.ts"
import { BUCKET, QUIET_BUCKET, startS3 } from "./testing.ts"

const sorted = (texts: readonly (string | undefined)[]) => texts.map(String).toSorted((a, b) => (a < b ? -1 : 1))
const put = (Key: string, Body = "hello", Bucket = BUCKET) => new PutObjectCommand({ Bucket, Key, Body })

it("emits the detail that EventBridge would have", async () => {
  const { client, events } = await startS3()
  const created = await client.send(put("a b+ü.jpg"))
  const copied = await client.send(
    new CopyObjectCommand({ Bucket: BUCKET, Key: "c", CopySource: `${BUCKET}/${encodeURIComponent("a b+ü.jpg")}` }),
  )
  const deleted = await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "c" }))
  const sequencer = expect.stringMatching(/^[0-9A-F]{18}$/) as string
  const common = {
    version: "0",
    "event-version": "1.1",
    bucket: { name: BUCKET },
    requester: "123456789012",
    "source-ip-address": "127.0.0.1",
  }
  const object = { size: 5, etag: "5d41402abc4b2a76b9719d911017c592", sequencer }
  expect(events.map(({ detail }) => detail)).toEqual([
    {
      ...common,
      object: { key: "a b+ü.jpg", ...object },
      "request-id": created.$metadata.requestId,
      reason: "PutObject",
    },
    {
      ...common,
      object: { key: "c", ...object, "has-object-annotation": false },
      "request-id": copied.$metadata.requestId,
      reason: "CopyObject",
    },
    {
      ...common,
      object: { key: "c", sequencer },
      "request-id": deleted.$metadata.requestId,
      reason: "DeleteObject",
      "deletion-type": "Permanently Deleted",
    },
  ])
  expect(events.map(({ type }) => type)).toEqual(["Object Created", "Object Created", "Object Deleted"])
})

it("emits nothing for a bucket without EventBridge", async () => {
  const { client, events } = await startS3()
  await client.send(put("a", "x", QUIET_BUCKET))
  expect(events).toEqual([])
})

it("answers only after the event is emitted, when the object is there to be read", async () => {
  const seen: string[] = []
  const harness = await startS3({
    emit: async ({ bucket, detail }) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      seen.push(String((await harness.service.getObject(bucket, detail.object.key))?.body))
    },
  })
  await harness.client.send(put("a"))
  expect(seen).toEqual(["hello"])
})

it("numbers events upwards, also while the clock stands still, goes back, or after a restart", async () => {
  const store = openStore()
  const clock = manualClock()
  const first = await startS3({ store, clock })
  for (let time = 0; time < 3; time++) await first.client.send(put("a"))
  clock.advance(5000)
  await first.client.send(put("a"))
  const second = await startS3({ store, clock: manualClock(0) })
  await second.client.send(put("a"))
  await second.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "a" }))
  const sequencers = [...first.events, ...second.events].map(({ detail }) => detail.object.sequencer)
  expect(sequencers).toHaveLength(6)
  expect(new Set(sequencers).size).toBe(6)
  expect(sequencers).toEqual(sorted(sequencers))
})

it("emits concurrent changes of a key in the order of their sequencers, the last being the object's state", async () => {
  const { client, events, service } = await startS3()
  await Promise.all(Array.from({ length: 20 }, (_, index) => client.send(put("a", `${index}`))))
  const sequencers = events.map(({ detail }) => detail.object.sequencer)
  expect(sequencers).toEqual(sorted(sequencers))
  expect((await service.getObject(BUCKET, "a"))?.etag).toBe(events.at(-1)?.detail.object.etag)
})

it("emits after a crash what was not delivered before it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "s3-events-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = openStore(folder)
  let crash = () => {}
  const emitting = new Promise<void>((resolve) => (crash = resolve))
  let release = () => {}
  const never = new Promise<void>((resolve) => (release = resolve))
  const first = await startS3({ store, folder, emit: () => (crash(), never) })
  const response = first.client.send(put("a")).catch(() => {})
  await emitting
  const second = await startS3({ store, folder })
  await vi.waitFor(() => expect(second.events).toHaveLength(1))
  expect(second.events[0]).toMatchObject({ type: "Object Created", detail: { object: { key: "a" } } })
  const third = await startS3({ store, folder })
  expect(String((await third.service.getObject(BUCKET, "a"))?.body)).toBe("hello")
  expect(third.events).toEqual([])
  release()
  await response
})

it("tries again what could not be emitted, while the object is stored all the same", async () => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {})
  onTestFinished(() => warned.mockRestore())
  const clock = manualClock()
  const delivered: S3Event[] = []
  let broken = true
  const { client } = await startS3({
    clock,
    emit: (event) => {
      if (broken) throw new Error("the bus is down")
      delivered.push(event)
    },
  })
  await client.send(put("a"))
  expect(warned).toHaveBeenCalledWith(expect.stringContaining("the bus is down"))
  broken = false
  clock.advance(1000)
  await vi.waitFor(() => expect(delivered).toHaveLength(1))
})
