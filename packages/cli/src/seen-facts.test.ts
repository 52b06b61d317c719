import { type CatalogEntry, foundIn, type ImageRecord, type Seen, seenCounts } from "@darkroom/catalog-model"
import { VideoMetadataExtracted, VideoTagged, videoExample } from "@darkroom/events"
import { expect, it } from "vitest"
import { show } from "./commands/show.ts"
import { photoReport, shownPhoto } from "./photo-report.ts"
import { renderPhoto } from "./render-photo.ts"
import { renderTable } from "./render-table.ts"
import { fakeStage, fakeTerminal } from "./test-fixtures.ts"

const written = { time: "2026-11-21T09:30:20.000Z", eventId: "e" }
const { metadata, poster } = VideoMetadataExtracted.example
const at = (start: number, end = start) => ({ start, end, confidence: 90 })
const seen: Seen = {
  ...VideoTagged.example,
  text: [{ text: "Beware\u001b of the dog", confidence: 88, segments: [at(3_600_000, 3_661_950)] }],
  moderation: [{ name: "Wine", parent: "Alcohol", level: 2, confidence: 66, segments: [at(500)] }],
  celebrities: [
    {
      id: "1",
      name: "Ada Lovelace",
      confidence: 97,
      urls: ["example.org/ada"],
      segments: [0, 1, 2, 3, 4, 5, 6].map((second) => at(second * 2_000)),
    },
  ],
}

/** A video as the catalog has it, with further parts of its record. */
function video(parts: object = {}): CatalogEntry {
  const failed = [{ feature: "text" as const, code: "FAILED", message: "Text could not be looked for." }]
  const record = {
    imageId: videoExample.id,
    image: videoExample,
    owner: "ada",
    media: "video",
    uploadedAt: "2026-11-21T09:30:00.000Z",
    uploaded: written,
    video: { ...written, value: metadata },
    thumbnail: { ...written, ...poster },
    tagging: {
      ...written,
      labels: 1,
      features: ["labels", "faces", "moderation", "celebrities"],
      failed,
      counts: seenCounts(seen),
      skipped: null,
      modelVersion: "3.0",
    },
    ...parts,
  } as unknown as ImageRecord
  const labels = seen.labels.map((label) => ({ ...label, instances: [], imageId: videoExample.id, eventId: "e" }))
  return { record, labels, found: foundIn([], undefined), seen, timeline: [] }
}

const told = (entry: CatalogEntry) =>
  renderPhoto(shownPhoto(entry))
    .split("\n")
    .map((line) => line.trim().replaceAll(/ +/g, " "))

it("shows all of a video: what it is, what is seen in it and when, what could not be looked for, and its poster", () => {
  expect(told(video())).toEqual([
    `id ${videoExample.id}`,
    "status processed",
    "steps video done",
    `key ${videoExample.key}`,
    "owner ada",
    "uploaded 2026-11-21T09:30:00.000Z",
    "container mov",
    "codec h264, sound aac",
    "duration 0:12.4",
    "size 1080 x 1920, 21.4 MB (21404877 bytes)",
    "frame rate 29.97 pictures a second",
    "rotation 90 degrees clockwise by the player",
    "camera Apple iPhone 15",
    "taken 2026-07-14 18:02:11 +02:00",
    "time from com.apple.quicktime.creationdate, offset from an offset tag",
    "place 43.4674, 11.8851, 263 m above sea level",
    "https://www.openstreetmap.org/?mlat=43.4674&mlon=11.8851#map=15/43.4674/11.8851",
    `sha256 ${metadata.sha256}`,
    "seen 1 label, up to 2 faces at once, 1 moderation label, 1 well-known person",
    "labels Dog 96 % 0:01.0 to 0:04.5, 0:09.0 to 0:12.4 Animal, Canine, Mammal, Pet",
    "faces up to 2 faces at once, 0:02.0 to 0:03.5",
    expect.stringMatching(/^text 88 % Beware\P{Cc} of the dog 1:00:00.0 to 1:01:01.9$/u),
    "moderation 66 % Wine 0:00.5 Alcohol",
    "people 97 % Ada Lovelace 0:00.0, 0:02.0, 0:04.0, 0:06.0, 0:08.0 and 2 more stretches example.org/ada",
    "missing text (FAILED): Text could not be looked for.",
    "poster the picture at 0:01.0",
    `renditions 144 x 256, 5.1 kB, ${poster!.renditions[0]!.key}`,
    "colour #7a6a4f",
  ])
})

it("says why nothing was looked for in a video", () => {
  const skipped = "Rekognition reads H.264 alone."
  const tagging = { ...video().record.tagging, features: [], failed: [], labels: 0, skipped }
  const nothing = { labels: [], faces: null, text: [], moderation: [], celebrities: [] }
  const lines = told({ ...video({ tagging }), labels: [], seen: nothing })
  expect(lines).toContain(`labels ${skipped}`)
  expect(lines.filter((line) => /^(seen|faces|missing)/.test(line))).toEqual([])
})

it("says nothing of what is not known yet, nor of what is as one expects", () => {
  const value = { ...metadata, audioCodec: null, rotation: 0, frameRate: null, sha256: null }
  const entry = video({ video: { ...written, value }, tagging: undefined, thumbnail: undefined })
  const lines = told({ ...entry, labels: [] })
  expect(lines).toContain("codec h264, no sound")
  expect(lines.filter((line) => /^(rotation|frame|sha256|seen|labels|faces|poster|renditions)/.test(line))).toEqual([])
})

it("gives scripts all of it, every stretch included", async () => {
  const { stage, entries } = fakeStage()
  entries.set(videoExample.id, video())
  const terminal = fakeTerminal(stage)
  await show(videoExample.id, { json: true }, terminal)
  expect(JSON.parse(terminal.written().stdout)).toMatchObject({
    media: "video",
    metadata: null,
    video: metadata,
    seen: { labels: seen.labels, faces: seen.faces, celebrities: seen.celebrities },
    features: ["labels", "faces", "moderation", "celebrities"],
    missing: [{ feature: "text" }],
    poster: { at: 1_000 },
    renditions: poster!.renditions,
  })
})

it("has a video's size, length, camera and finds in the table of uploads", () => {
  const report = photoReport(video())
  const record = { file: "dog.mov", ...report, status: "processed" as const, milliseconds: 1_000 }
  const table = renderTable([record])
  for (const text of ["1080 x 1920", "0:12.4", "Apple iPhone 15", "43.4674", "Dog 96 %", "Wine 66 %", "2 faces"])
    expect(table).toContain(text)
})
