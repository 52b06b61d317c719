import type { ImageRecord, TaggingPart } from "@darkroom/catalog-model"
import type { PutEventsCommandInput } from "@aws-sdk/client-eventbridge"
import { type BusEvent, featuresOf, imageExample, profileNamed, RecognitionRequested } from "@darkroom/events"
import { placeIn } from "@darkroom/testing"
import { afterEach, expect, it, vi } from "vitest"
import { run } from "../program.ts"
import { renderOutcome } from "../reprocess/render-reprocess.ts"
import { reprocessPhotos } from "../reprocess/reprocess-photos.ts"
import { entryOf, fakeStage, fakeTerminal, metadataPart, rejectedPart, sink, uploadedPart } from "../test-fixtures.ts"
import { plain } from "../text.ts"
import { register, reprocess, type ReprocessOptions } from "./reprocess.ts"

afterEach(() => {
  process.exitCode = undefined
  vi.restoreAllMocks()
})

const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`

/** Photos by index: every hour one, from 2026-01-01 on. */
function photo(index: number, changes: Partial<ImageRecord> & { profile?: string } = {}) {
  const { profile = "private-uploads", ...parts } = changes
  const place = profile === "of-before" ? { profile } : placeIn(profile, `${index}.jpg`)
  const image = { ...imageExample, id: idOf(index), ...place }
  const uploadedAt = new Date(Date.UTC(2026, 0, 1, index)).toISOString()
  return Object.assign({ imageId: image.id }, uploadedPart, metadataPart, { image, uploadedAt }, parts) as ImageRecord
}

const photos = (count: number) => Array.from({ length: count }, (_, index) => photo(index))

/** Archived, and readable until then. */
function archived(index: number, until: string | null): ImageRecord {
  const written = { time: "2026-06-01T00:00:00Z", eventId: "e", key: `private/ada/uploads/${index}.jpg` }
  return photo(index, { archived: { ...written, storageClass: "GLACIER" }, restored: { ...written, until } })
}

type PutEntry = NonNullable<PutEventsCommandInput["Entries"]>[number]

/** A stage with these photos, whose bus refuses entries for which `refuses` says so. */
function stageOf(records: readonly ImageRecord[], refuses: (imageId: string, call: number) => boolean = () => false) {
  const { stage } = fakeStage()
  const calls: PutEntry[][] = []
  const opened: object[] = []
  const put = {
    ...stage,
    catalog: {
      entry: async (id: string) => {
        const record = records.find(({ imageId }) => imageId === id)
        return record && entryOf([record], [], id)
      },
    },
    photos: async function* (options = {}) {
      opened.push(options)
      const { after } = options as { after?: { imageId: string } }
      const start = records.findIndex(({ imageId }) => imageId === after?.imageId) + 1
      for (let at = start; at < records.length; at += 7) yield records.slice(at, at + 7)
    } as typeof stage.photos,
    bus: {
      name: "events",
      send: async ({ input }: Parameters<typeof stage.bus.send>[0]) => {
        const entries = input.Entries ?? []
        calls.push(entries)
        return {
          Entries: entries.map((entry) =>
            refuses(eventOf(entry).data.image.id, calls.length) ? { ErrorCode: "InternalFailure" } : { EventId: "1" },
          ),
        }
      },
    },
  }
  return { stage: put, calls, opened, events: () => calls.flat().map(eventOf) }
}

function eventOf({ Source, DetailType, Detail }: PutEntry) {
  const event: BusEvent = { source: Source ?? "", "detail-type": DetailType ?? "", detail: JSON.parse(Detail ?? "{}") }
  return RecognitionRequested.parse(event)
}

async function reprocessed(
  { stage }: Pick<ReturnType<typeof stageOf>, "stage">,
  options: Partial<ReprocessOptions> = {},
  confirm?: boolean,
) {
  const io = { ...fakeTerminal(stage), confirm: vi.fn(async () => confirm) }
  const code = await reprocess({ rate: 10_000, ...options }, io)
  return { code, confirm: io.confirm, ...io.written() }
}

it("asks for each photo once more, for all that its profile asks for, ten in a call", async () => {
  const { stage, calls, events } = stageOf([...photos(22), photo(22, { profile: "text" })])
  const { code, stdout } = await reprocessed({ stage })
  expect([code, stdout]).toEqual([0, "23 photos asked for\n"])
  expect(calls.map(({ length }) => length)).toEqual([10, 10, 3])
  const [first, last] = [events()[0], events().at(-1)]
  expect(first?.data).toMatchObject({ features: featuresOf(profileNamed("private-uploads")), image: { id: idOf(0) } })
  expect(first?.data.metadata).toEqual(metadataPart.metadata?.value)
  expect(first?.metadata).toMatchObject({ origin: "reprocess", groupKey: idOf(0), causationId: null })
  expect(last?.data.features).toEqual(["text"])
  expect(new Set(events().map(({ metadata }) => metadata.id)).size).toBe(23)
})

it("leaves out what is deleted, rejected, not read, archived or not asked by its profile, and says so", async () => {
  const left = [
    photo(1, { deletedAt: "2026-02-01T00:00:00Z" }),
    photo(2, rejectedPart),
    photo(3, { metadata: undefined } as object),
    archived(4, null),
    archived(5, "2026-01-01T00:00:00Z"),
    photo(6, { profile: "text" }),
    photo(7, { profile: "of-before" }),
  ]
  const meant = [photo(8), archived(9, "2999-01-01T00:00:00Z")]
  const { stage, events } = stageOf([...left, ...meant])
  const { stderr } = await reprocessed({ stage }, { features: ["faces"] })
  expect(events().map(({ data }) => [data.image.id, data.features])).toEqual([
    [idOf(8), ["faces"]],
    [idOf(9), ["faces"]],
  ])
  expect(stderr).toContain("2 photos are left out: archived")
  expect(stderr).toContain("2 photos are left out: the profile")
  expect(stderr).toContain("2 photos are left out: rejected, or not read")
})

it.each([
  [{ profile: "text" }, [30]],
  [{ since: Date.UTC(2026, 0, 1, 22) }, [22, 23, 30]],
  [{ until: Date.UTC(2026, 0, 1, 1) }, [0]],
  [{ limit: 2 }, [0, 1]],
  [{ after: idOf(21) }, [22, 23, 30]],
  [{ after: idOf(21), limit: 1 }, [22]],
] as const)("chooses by %j", async (options, indexes) => {
  const { stage, events } = stageOf([...photos(24), photo(30, { profile: "text" })])
  await reprocessed({ stage }, options)
  expect(events().map(({ data }) => data.image.id)).toEqual(indexes.map(idOf))
})

it("reads an owner's photos alone, and goes on behind one of them", async () => {
  const { stage, opened } = stageOf(photos(3))
  await reprocessed({ stage }, { owner: "ada", after: idOf(1) })
  const after = { imageId: idOf(1), owner: "ada", uploadedAt: "2026-01-01T01:00:00.000Z" }
  expect(opened).toEqual([
    { owner: "ada", after },
    { owner: "ada", after },
  ])
  await expect(reprocessed({ stage }, { owner: "bob", after: idOf(1) })).rejects.toThrow(idOf(1))
})

it("says what a run would cost without asking anything", async () => {
  const { stage, calls } = stageOf([...photos(200), photo(300, { profile: "text" })])
  const { code, stdout } = await reprocessed({ stage }, { dryRun: true })
  expect([code, calls]).toEqual([0, []])
  expect(stdout.replace(/ +/g, " ").split("\n").slice(0, 6)).toEqual([
    "201 photos: 200 of private-uploads, 1 of text",
    " DetectLabels 200 $0.20",
    " ImageProperties 200 $0.15",
    " DetectFaces 200 $0.20",
    " DetectText 1 $0.0010",
    " together $0.55",
  ])
  const json = JSON.parse((await reprocessed({ stage }, { dryRun: true, json: true })).stdout) as object
  expect(json).toMatchObject({ dryRun: true, photos: 201, calls: { DetectFaces: 200, DetectText: 1 } })
})

it("counts what must be asked again because its answers are not kept", async () => {
  const response = { bucket: "output", key: "sync/x" }
  const tagged = (features: TaggingPart["features"] & object, kept: boolean) => ({
    tagging: {
      time: "",
      eventId: "e",
      labels: 1,
      skipped: null,
      modelVersion: null,
      features,
      response: kept ? response : null,
    },
  })
  const { stage } = stageOf([photo(0, tagged(["labels"], true)), photo(1, tagged(["labels"], false)), photo(2)])
  const { stdout } = await reprocessed({ stage }, { dryRun: true, json: true, features: ["faces"] })
  expect(JSON.parse(stdout)).toMatchObject({ calls: { DetectFaces: 3, DetectLabels: 2, ImageProperties: 2 } })
})

it("leaves out what Rekognition cannot look at, whenever it is asked", async () => {
  const skipped = "The photo is too small to be tagged."
  const tiny = photo(0, { tagging: { time: "", eventId: "e", labels: 0, skipped, modelVersion: null } })
  const { stage } = stageOf([tiny, photo(1)])
  const { stdout } = await reprocessed({ stage }, { dryRun: true })
  expect(stdout).toContain("1 photo: 1 of private-uploads")
  expect(stdout).toContain("1 photo is left out: too small for Rekognition")
})

it("sends the image where it is now", async () => {
  const key = `analyzed/success/${idOf(0)}/a.jpg`
  const moved = { time: "", eventId: "m", bucket: "photos", key, etag: "n" }
  const { stage, events } = stageOf([photo(0, { profile: "images", moved: { ...moved, category: "success" } })])
  await reprocessed({ stage })
  expect(events()[0]?.data.image).toMatchObject({ id: idOf(0), key: moved.key, etag: "n" })
})

it("asks a person before more than a hundred photos, and goes nowhere without one", async () => {
  const many = stageOf(photos(101))
  await expect(reprocessed(many)).rejects.toThrow("101 photos; say --yes")
  expect(await reprocessed(many, {}, false)).toMatchObject({ code: 1, stdout: "" })
  expect(many.calls).toEqual([])
  expect((await reprocessed(many, {}, true)).code).toBe(0)
  const yes = await reprocessed(many, { yes: true })
  expect(yes.confirm).not.toHaveBeenCalled()
  expect(many.events()).toHaveLength(202)
  expect((await reprocessed(stageOf(photos(100)))).confirm).not.toHaveBeenCalled()
})

it("puts again what the bus refuses, under the same ids, and lists what it refuses to the end", async () => {
  const { stage, calls, events } = stageOf(photos(12), (id, call) => id === idOf(3) || (id === idOf(4) && call === 1))
  const outcome = await reprocessPhotos(stage, {}, { rate: 10_000, runId: "r", wait: async () => {} })
  expect(calls.map(({ length }) => length)).toEqual([10, 2, 1, 1, 2])
  expect(outcome).toMatchObject({ asked: 11, handled: 12, last: idOf(11), stopped: undefined })
  expect(renderOutcome(outcome, 12, "", plain)).toBe(
    `failed  ${idOf(3)}  private/ada/uploads/3.jpg: The bus refused it: InternalFailure\n11 photos asked for, 1 failed`,
  )
  const again = events().filter(({ data }) => data.image.id === idOf(3))
  expect(new Set(again.map(({ metadata }) => metadata.id)).size).toBe(1)
})

it("says where to go on when the stage does not answer any more", async () => {
  const { stage } = stageOf(photos(25))
  const send = stage.bus.send
  let calls = 0
  stage.bus.send = async (command) => (++calls > 2 ? Promise.reject(new Error("connect ECONNREFUSED")) : send(command))
  const { code, stdout } = await reprocessed({ stage }, { limit: 24, owner: "it's ada", features: ["faces", "labels"] })
  expect(code).toBe(1)
  expect(stdout).toContain("Stopped by an error (connect ECONNREFUSED) at 20 of 24: 20 photos asked for.")
  expect(stdout).toContain(
    String.raw`npx darkroom reprocess --features faces,labels --owner 'it'\''s ada' --limit 4 --rate 10000 --after ${idOf(19)}`,
  )
})

it("stops at Ctrl-C between two calls, says where, and what it did stays done", async () => {
  const { stage, events } = stageOf(photos(25))
  const send = stage.bus.send
  stage.bus.send = async (command) => {
    process.emit("SIGINT")
    return send(command)
  }
  const { code, stdout } = await reprocessed({ stage }, { json: true })
  expect(code).toBe(130)
  expect(JSON.parse(stdout)).toMatchObject({ asked: 10, failed: [], last: idOf(9), stopped: "interrupted" })
  expect(events()).toHaveLength(10)
  expect(process.listenerCount("SIGINT")).toBe(0)
})

it("holds its rate", async () => {
  const { stage } = stageOf(photos(25))
  const waits: number[] = []
  let clock = 0
  const wait = async (milliseconds: number) => {
    waits.push(milliseconds)
    clock += Math.max(0, milliseconds)
  }
  await reprocessPhotos(stage, {}, { rate: 4, runId: "r", wait, now: () => clock })
  expect(waits).toEqual([0, 2_500, 2_500])
})

it("refuses features that the profile does not ask for", async () => {
  const options = { profile: "images", features: ["labels", "faces"] } as const
  await expect(reprocessed(stageOf([]), options)).rejects.toThrow(
    /^The profile images does not ask for faces; it asks for labels$/,
  )
})

it.each([
  ["--features", "faces,colour", "labels, faces, text, moderation, celebrities"],
  ["--profile", "imagse", "private-uploads, incoming"],
  ["--since", "yesterday", "It must be a day"],
  ["--until", "2026-02-30", "It must be a day"],
  ["--limit", "0", "It must be a whole number"],
  ["--rate", "0", "It must be a number above 0"],
])("helps and exits 2 for %s %s", async (option, value, said) => {
  const stderr = sink()
  await run([register], ["reprocess", option, value], stderr.stream)
  expect(process.exitCode).toBe(2)
  expect(stderr.text()).toContain(said)
  expect(stderr.text()).toContain("Usage: darkroom reprocess")
})
