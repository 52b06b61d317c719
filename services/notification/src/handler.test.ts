import {
  BackfillCompleted,
  type DarkroomEvent,
  ImageArchived,
  ImageCategorized,
  ImageDeleted,
  imageExample,
  ImageMoved,
  ImageProcessed,
  ImageRejected,
  ImageStalled,
  ImageTagged,
  ImageUploaded,
  MetadataExtracted,
  ProcessingFailed,
  ThumbnailGenerated,
  VideoMetadataExtracted,
  VideoRejected,
  VideoTagged,
  VideoUploaded,
  videoExample,
} from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, placeIn, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { describe, expect, it, vi } from "vitest"
import type { Deps } from "./deps.ts"
import { handler } from "./handler.ts"
import { memorySendings } from "./memory-sendings.fixture.ts"
import { notify } from "./notify.ts"

const definitions = [
  ImageUploaded,
  MetadataExtracted,
  ThumbnailGenerated,
  ImageTagged,
  ImageCategorized,
  ImageProcessed,
  ImageMoved,
  ImageRejected,
  ProcessingFailed,
  ImageStalled,
  ImageDeleted,
  VideoUploaded,
  VideoMetadataExtracted,
  VideoRejected,
  VideoTagged,
  BackfillCompleted,
]

function start() {
  const publish = vi.fn<Deps["publish"]>(async () => {})
  const tellOwner = vi.fn<Deps["tellOwner"]>(async () => {})
  const sendings = memorySendings()
  const runtime = testRuntime("notification")
  const run = subscriber(
    definitions.map((event) =>
      on(event as typeof ImageProcessed, (received) => notify(received, { publish, tellOwner, sendings })),
    ),
    () => runtime,
  )
  const deliver = (body: object | string, attempt = 1) => run(sqsBatch([body], { attempt }), lambdaContext())
  return { publish, tellOwner, runtime, deliver }
}

const uploaded = exampleEvent(ImageUploaded)
const failed = (body: unknown) =>
  exampleEvent(ProcessingFailed, { body: typeof body === "string" ? body : JSON.stringify(body) })

it("subscribes to whatever changes a photo's status", () => {
  expect(handler.subscriptions.map(({ type }) => type)).toEqual(definitions.map(({ name }) => name))
})

it.each([
  [exampleEvent(ImageProcessed), "A photo is ready", "IMG_0042.jpg is ready. It shows: Dog, Pet."],
  [exampleEvent(ImageProcessed, { labels: [] }), "A photo is ready", "IMG_0042.jpg is ready."],
  [
    exampleEvent(ImageStalled),
    "A photo takes too long",
    "IMG_0042.jpg: the step tagging has not ended in 15 minutes, since 2026-11-21T09:30:00.412Z. Trying it again may help.",
  ],
  [
    exampleEvent(ImageRejected),
    "A photo was not accepted",
    "invoice.jpg is a PDF document, not a photo that Darkroom can read.",
  ],
  [
    exampleEvent(ProcessingFailed),
    "A step failed: tagging",
    "The photo could not be tagged: the recognition service was too busy, and retrying did not help.",
  ],
  [exampleEvent(VideoTagged), "A video is ready", "MVI_0007.mov is ready. It shows: Dog."],
  [exampleEvent(VideoTagged, { labels: [] }), "A video is ready", "MVI_0007.mov is ready."],
  [
    exampleEvent(VideoTagged, { features: [], labels: [], skipped: "Nothing is looked for in it." }),
    "A video is ready",
    "MVI_0007.mov is ready. Nothing is looked for in it.",
  ],
  [
    exampleEvent(VideoTagged, {
      features: [],
      labels: [],
      failed: [{ feature: "labels", code: "AccessDeniedException", message: "Darkroom may not ask Rekognition." }],
    }),
    "A video could not be watched",
    "MVI_0007.mov: Darkroom may not ask Rekognition.",
  ],
  [
    exampleEvent(VideoRejected),
    "A video was not accepted",
    "holiday.avi is an AVI file, not a video that Darkroom can read.",
  ],
  [
    exampleEvent(BackfillCompleted),
    "A backfill is done",
    [
      "The backfill of s3://photos/manifests/all.csv was read to its end. Of 10,000 rows 9,963 were taken in; 37 of them name no object.",
      "Which and why: s3://output/backfill/b0a1a9c2-7f5f-5b61-8a9e-0a4c2f1d9e10/report.csv",
      "Backfill b0a1a9c2-7f5f-5b61-8a9e-0a4c2f1d9e10",
    ].join("\n"),
  ],
])("tells people in a sentence: $type", async (event, subject, message) => {
  const { publish, deliver } = start()
  await deliver(busEvent(event))
  expect(publish).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ subject, message }))
})

it("lets subscribers filter by type, owner, reason and class", async () => {
  const { publish, deliver } = start()
  await deliver(busEvent(exampleEvent(ImageRejected)))
  expect(publish.mock.calls[0]?.[0].attributes).toMatchObject({
    eventType: "ImageRejected",
    owner: "ada",
    reason: "NotSupportedImageType",
  })
})

it.each<[DarkroomEvent, string]>([
  [uploaded, "processing"],
  [exampleEvent(MetadataExtracted), "processing"],
  [exampleEvent(ThumbnailGenerated), "processing"],
  [exampleEvent(ImageTagged), "processing"],
  [exampleEvent(ImageCategorized), "processing"],
  [exampleEvent(ImageProcessed), "processed"],
  [exampleEvent(ImageMoved), "processed"],
  [exampleEvent(ImageRejected), "rejected"],
  [failed(busEvent(uploaded)), "failed"],
  [exampleEvent(ImageDeleted), "deleted"],
])("tells the owner's page of $type", async (event, status) => {
  const { tellOwner, deliver } = start()
  await deliver(busEvent(event))
  const message = { type: "photo", photoId: imageExample.id, status, event: event.type, time: event.metadata.time }
  expect(tellOwner).toHaveBeenCalledExactlyOnceWith("ada", message)
})

it.each<[DarkroomEvent, string]>([
  [exampleEvent(VideoUploaded, {}, videoExample.id), "processing"],
  [exampleEvent(VideoMetadataExtracted), "processing"],
  [exampleEvent(VideoTagged), "processed"],
  [exampleEvent(VideoRejected), "rejected"],
  [failed(busEvent(exampleEvent(VideoUploaded))), "failed"],
])("tells the owner's page of a video: $type", async (event, status) => {
  const { tellOwner, deliver } = start()
  await deliver(busEvent(event))
  expect(tellOwner).toHaveBeenCalledExactlyOnceWith("ada", expect.objectContaining({ status, event: event.type }))
})

describe("of what a backfill brings", () => {
  const broughtBy = (event: DarkroomEvent) => ({
    ...event,
    metadata: { ...event.metadata, origin: "backfill" as const },
  })

  it.each([ImageCategorized, ImageProcessed, ImageRejected, VideoTagged, VideoRejected])(
    "tells the page, and people nothing: $name",
    async (definition) => {
      const { publish, tellOwner, deliver } = start()
      await deliver(busEvent(broughtBy(exampleEvent(definition as typeof ImageProcessed))))
      expect(tellOwner).toHaveBeenCalledOnce()
      expect(publish).not.toHaveBeenCalled()
    },
  )

  it("tells people when all of it is there, and no page", async () => {
    const { publish, tellOwner, deliver } = start()
    const event = broughtBy(exampleEvent(BackfillCompleted))
    await deliver(busEvent(event))
    await deliver(busEvent(event))
    expect(publish.mock.calls.map(([{ attributes }]) => attributes)).toEqual([
      {
        eventType: "BackfillCompleted",
        eventId: event.metadata.id,
        backfillId: event.metadata.groupKey,
        outcome: "completed",
      },
    ])
    expect(tellOwner).not.toHaveBeenCalled()
  })
})

it.each([uploaded, exampleEvent(MetadataExtracted), exampleEvent(ImageMoved), exampleEvent(ImageDeleted)])(
  "does not bother people with $type",
  async (event) => {
    const { publish, deliver } = start()
    await deliver(busEvent(event))
    expect(publish).not.toHaveBeenCalled()
  },
)

describe("tells no page", () => {
  it.each(["shared", "a+b", "#"])("of a photo of %j, who is no user", async (owner) => {
    const { tellOwner, deliver } = start()
    const place = owner === "shared" ? placeIn("incoming") : placeIn("private-uploads", "a.jpg", owner)
    const image = { ...imageExample, ...place }
    await deliver(busEvent(exampleEvent(ImageTagged, { image })))
    expect(tellOwner).not.toHaveBeenCalled()
  })

  it.each(["", "{oops", "null", "7", {}, { detail: { data: { image: { owner: 7 } } } }])(
    "of a failure whose message %j names no owner, and people still hear of it",
    async (body) => {
      const { publish, tellOwner, deliver } = start()
      await deliver(busEvent(failed(body)))
      expect(tellOwner).not.toHaveBeenCalled()
      expect(publish).toHaveBeenCalledOnce()
    },
  )
})

it("tells nobody what a replay brings up again, nor what follows from a replay", async () => {
  const { publish, tellOwner, deliver } = start()
  const event = exampleEvent(ImageProcessed)
  await deliver(busEvent({ ...event, replayName: "monday" }))
  await deliver(busEvent({ ...event, metadata: { ...event.metadata, origin: "replay" } }))
  expect(publish).not.toHaveBeenCalled()
  expect(tellOwner).not.toHaveBeenCalled()
})

it("tells the page what another look at a photo found, and people nothing of it", async () => {
  const { publish, tellOwner, deliver } = start()
  for (const event of [exampleEvent(ImageCategorized), exampleEvent(ImageProcessed)])
    await deliver(busEvent({ ...event, metadata: { ...event.metadata, origin: "reprocess" } }))
  expect(publish).not.toHaveBeenCalled()
  expect(tellOwner.mock.calls.map(([, message]) => message.event)).toEqual(["ImageCategorized", "ImageProcessed"])
})

it("is not asked for events that name no owner", () => {
  expect(handler.subscriptions.map(({ type }) => type)).not.toContain(ImageArchived.name)
})

it("tells once what is delivered twice", async () => {
  const { publish, tellOwner, deliver } = start()
  const event = exampleEvent(ImageProcessed)
  await deliver(busEvent(event))
  await deliver(busEvent(event))
  expect(publish).toHaveBeenCalledOnce()
  expect(tellOwner).toHaveBeenCalledOnce()
})

it("tries again when the page cannot be told, before people hear of it", async () => {
  const { publish, tellOwner, deliver } = start()
  tellOwner.mockRejectedValueOnce(Object.assign(new Error("slow down"), { name: "ThrottlingException" }))
  const event = busEvent(exampleEvent(ImageProcessed))
  expect((await deliver(event)).batchItemFailures).toHaveLength(1)
  expect(publish).not.toHaveBeenCalled()
  expect((await deliver(event, 2)).batchItemFailures).toEqual([])
  expect([tellOwner.mock.calls.length, publish.mock.calls.length]).toEqual([2, 1])
})

it("gives up a malformed event and tells nobody", async () => {
  const { publish, tellOwner, runtime, deliver } = start()
  const event = exampleEvent(ImageProcessed)
  await deliver(busEvent({ ...event, data: { image: { id: 1 } } }))
  expect(runtime.deadLetters[0]?.failure.name).toBe("MalformedEvent")
  expect(publish).not.toHaveBeenCalled()
  expect(tellOwner).not.toHaveBeenCalled()
})
