import { type VideoCopied, type VideoMetadata, VideoMetadataExtracted, type VideoTagged } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { buffer } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import { copyVideo } from "./copy-video.ts"
import type { CopyDeps } from "./copy-deps.ts"
import { copyIn } from "./decoders.fixture.ts"
import { withPictures } from "./decode-pictures.ts"
import { describeVideo } from "./describe-video.ts"
import { TooMuchToCopy } from "./errors.ts"
import { type GeneratedVideo, generateVideo } from "./generate-video.fixture.ts"
import type { Job, JobRecord } from "./job.ts"
import { type OpenVideo, withVideo } from "./open-video.ts"
import { rangeReader } from "./range-reader.ts"
import { withScratchFile } from "./scratch-file.ts"
import { shapeOf } from "./shape-of.ts"
import type { UploadedFile } from "./signed-requests.ts"
import { sniffContainer } from "./sniff-container.ts"
import { toRawImage } from "./to-raw-image.ts"
import { writeCopy } from "./write-copy.ts"

const RED = 0xd02020
const BLUE = 0x2030d0

const webm = { encoder: "libvpx-vp9", muxer: "webm" } as const

/** A bucket with a film, another for copies, and what is known of its jobs. */
function startWorld(film: Buffer | undefined) {
  const copies = new Map<string, Buffer>()
  const state = {
    records: [] as (Partial<JobRecord> | undefined)[],
    puts: 0,
    now: () => Date.now(),
    read: async (start: number, end: number) => film?.subarray(start, end + 1),
  }
  const deps: CopyDeps = {
    head: async () => film && { bytes: film.length, sha256: null },
    records: { read: async () => state.records.shift() as JobRecord | undefined },
    makeCopy: copyIn(
      (start, end) => state.read(start, end),
      store,
      () => state.now(),
    ),
    removeCopy: async (key) => void copies.delete(key),
  }
  async function store(key: string, { bytes, content }: UploadedFile): Promise<void> {
    copies.set(key, await buffer(content()))
    expect(copies.get(key)).toHaveLength(bytes)
    state.puts++
  }
  return { deps, copies, state }
}

function extracted(metadata: Partial<VideoMetadata> = {}, profile = "private-uploads") {
  const { example } = VideoMetadataExtracted
  const own = { container: "webm", codec: "vp9", width: 160, height: 120, duration: 3_000, ...metadata } as const
  const data = {
    ...example,
    video: { ...example.video, profile },
    metadata: { ...example.metadata, ...own, sha256: own.sha256 ?? null },
  }
  return exampleEvent(VideoMetadataExtracted, data)
}

function read<Result>(film: Buffer, use: (video: OpenVideo) => Promise<Result>): Promise<Result> {
  const source = { size: film.length, read: async (start: number, end: number) => film.subarray(start, end + 1) }
  const { container } = sniffContainer(film)
  return withVideo(container!, rangeReader(source), use)
}

/** Copies a generated film; what the copy is, and how it looks at a time. */
async function copyOf(video: GeneratedVideo) {
  const film = await generateVideo(video)
  const described = await read(film, async (opened) => describeVideo(opened))
  const metadata = { ...described, container: sniffContainer(film).container! }
  const { deps, copies } = startWorld(film)
  const event = await copyVideo(extracted(metadata), deps)
  expect(event?.type).toBe("VideoCopied")
  const { copy } = (event as VideoCopied).data
  const bytes = copies.get(copy.key)!
  const isRed = (at: number, place: "left" | "top" = "left") =>
    read(bytes, (opened) =>
      withPictures(opened, async (pictures) => {
        using frame = (await pictures.at(at))!.frame
        const { data, width, height } = await toRawImage(frame, shapeOf(opened.pictures), 1280)
        const [x, y] = place === "left" ? [width / 8, height / 2] : [width / 2, height / 8]
        return data[(Math.floor(y) * width + Math.floor(x)) * 3]! > 128
      }),
    )
  const about = await read(bytes, async (opened) => describeVideo(opened))
  return { copy, about, isRed }
}

describe("the copy of a video that Rekognition does not read", () => {
  const seconds = [
    [BLUE, BLUE],
    [RED, BLUE],
    [BLUE, BLUE],
  ] as const

  it.each([
    ["VP9 in WebM", webm],
    ["VP9 as a browser records it", { ...webm, live: true }],
    ["HEVC in MOV", { encoder: "libx265", muxer: "mov" }],
    ["MPEG-4 in 3GP", { encoder: "mpeg4", muxer: "3gp" }],
    ["H.264 in Matroska", { muxer: "matroska" }],
    ["a film of one picture a second", { ...webm, rate: 1 }],
    ["a film of sixty", { ...webm, rate: 60 }],
    ["a film that begins at its tenth second", { muxer: "matroska", startsAt: 10 }],
  ] as const)("is H.264 in MP4, with everything at the same time: %s", async (_, video) => {
    const { about, isRed, copy } = await copyOf({ ...video, seconds })
    expect(about).toMatchObject({ codec: "h264", audioCodec: null, width: 160, height: 120 })
    expect(about).toMatchObject({ duration: 3_000, frameRate: 5, rotation: 0 })
    expect(copy).toMatchObject({ bucket: "output", width: 160, height: 120 })
    const times = [0, 800, 1_000, 1_800, 2_000, 2_800]
    expect(await Promise.all(times.map((time) => isRed(time)))).toEqual([false, false, true, true, false, false])
  })

  it.each([
    [90, "top"],
    [270, "bottom"],
    [180, "right"],
  ] as const)("is upright, where players turn the original by %i degrees", async (rotation, red) => {
    const { about, copy, isRed } = await copyOf({ encoder: "libx265", muxer: "mov", rotation, seconds: [[RED, BLUE]] })
    const [width, height] = rotation === 180 ? [160, 120] : [120, 160]
    expect([about, copy]).toMatchObject([
      { width, height, rotation: 0 },
      { width, height },
    ])
    expect(await isRed(0, rotation === 180 ? "left" : "top")).toBe(red === "top")
  })

  it("has no side longer than 1280 pixels, and even ones", async () => {
    const { about } = await copyOf({ ...webm, width: 1602, height: 900, seconds: [[RED, BLUE]] })
    expect(about).toMatchObject({ width: 1280, height: 718 })
  })
})

describe("a video", () => {
  it.each([
    ["Rekognition reads it", extracted({ codec: "h264", container: "mp4" })],
    ["it is too long", extracted({ duration: 31 * 60_000 })],
    ["it has too many pixels", extracted({ width: 3840, height: 2160, frameRate: 60, duration: 10 * 60_000 })],
  ])("is passed over where %s", async (_, event) => {
    const { deps, state } = startWorld(await generateVideo(webm))
    expect(await copyVideo(event, deps)).toBeUndefined()
    expect(state.puts).toBe(0)
  })

  it.each([
    ["was removed", { removed: true, jobs: {} }],
    ["is being asked about already", { jobs: { labels: { state: "running" } as Job } }],
  ])("is not copied where it %s", async (_, record) => {
    const { deps, state } = startWorld(await generateVideo(webm))
    state.records.push(record)
    expect(await copyVideo(extracted(), deps)).toBeUndefined()
    expect(state.puts).toBe(0)
  })

  it("is copied once, and has a copy of its own for a replay", async () => {
    const { deps, state, copies } = startWorld(await generateVideo(webm))
    const { copy } = ((await copyVideo(extracted(), deps)) as VideoCopied).data
    const known = { copy, jobs: { labels: { state: "ended" } as Job } }
    state.records.push(known)
    expect(await copyVideo(extracted(), deps)).toBeUndefined()
    expect(copies.size).toBe(1)
    state.records.push(known, known)
    const again = (await copyVideo({ ...extracted(), replayName: "again" }, deps)) as VideoCopied
    expect([...copies.keys()]).toEqual([copy.key, again.data.copy.key])
    expect(new Set(copies.keys()).size).toBe(2)
  })

  it("leaves no copy behind where it is removed, or another delivery has done all, meanwhile", async () => {
    const { deps, state, copies } = startWorld(await generateVideo(webm))
    const { copy } = ((await copyVideo(extracted(), deps)) as VideoCopied).data
    for (const meanwhile of [
      { removed: true, jobs: {} },
      { copy, jobs: { labels: { state: "ended" } as Job } },
    ]) {
      state.records.push(undefined, meanwhile)
      expect(await copyVideo(extracted(), deps)).toBeUndefined()
      expect(copies.size).toBe(0)
    }
  })

  const skipped = async (
    film: Buffer | undefined,
    change: (world: ReturnType<typeof startWorld>) => void = () => {},
  ) => {
    const world = startWorld(film)
    change(world)
    const event = await copyVideo(extracted(), world.deps)
    expect([event?.type, world.copies.size]).toEqual(["VideoTagged", 0])
    return (event as VideoTagged).data.skipped
  }

  it("is told of with a sentence where it cannot be decoded", async () => {
    const film = await generateVideo(webm)
    const sentence =
      "MVI_0007.mov is VP9 in WebM, which Amazon Rekognition does not read, and cannot be converted for it, so nothing was looked for in it."
    expect(await skipped(Buffer.concat([film.subarray(0, 60), Buffer.alloc(50_000, 0x5a)]))).toBe(sentence)
    expect(await skipped(withoutPictures(film))).toBe(sentence)
  })

  it("is told of with a sentence where it was deleted meanwhile", async () => {
    expect(await skipped(undefined)).toMatch(/was deleted or replaced/)
  })

  it("is told of with a sentence where converting it takes too long", async () => {
    let time = 0
    const film = await generateVideo({ ...webm, seconds: Array.from({ length: 3 }, () => [RED, BLUE] as const) })
    const slow = (world: ReturnType<typeof startWorld>) => void (world.state.now = () => (time += 60_000))
    expect(await skipped(film, slow)).toMatch(/too long to be converted/)
  })

  it.each([
    ["does not tell that it is longer than is converted", { duration: 1_000 }, "it is too long"],
    ["would have too large a copy", { bytes: 10 }, "its copy is too large"],
  ])("is given up on the way where it %s", async (_, limits, what) => {
    const film = await generateVideo({ ...webm, seconds: Array.from({ length: 12 }, () => [RED, BLUE] as const) })
    const usual = { now: () => 0, until: 1, duration: 60_000, bytes: 1e6 }
    const writing = withScratchFile((file) => read(film, (opened) => writeCopy(opened, file, { ...usual, ...limits })))
    await expect(writing).rejects.toThrow(new TooMuchToCopy(what))
  })

  it("is tried again where S3 does not answer, be it in the middle: that is no end of the film", async () => {
    const { deps, copies, state } = startWorld(padded(await generateVideo({ muxer: "matroska" })))
    let reads = 0
    const { read: readRange } = state
    state.read = (...range) => {
      if (++reads > 1) throw Object.assign(new Error("S3 is away"), { name: "InternalError" })
      return readRange(...range)
    }
    const event = extracted({ container: "mkv", codec: "h264" })
    await expect(copyVideo(event, deps)).rejects.toMatchObject({ name: "InternalError", message: "S3 is away" })
    expect(copies.size).toBe(0)
  })
})

/** The film with nothing in its packets, which begin with a Cluster. */
function withoutPictures(film: Buffer): Buffer {
  const cluster = film.indexOf(Buffer.from("1f43b675", "hex"))
  return Buffer.concat([film.subarray(0, cluster), Buffer.alloc(film.length - cluster)])
}

/** A film and 20 MB of what is to be skipped. */
function padded(film: Buffer): Buffer {
  const filler = Buffer.alloc(20_000_000)
  filler.writeUInt8(0xec, 0)
  filler.writeUIntBE(0x100000000 + (filler.length - 9), 3, 6)
  filler.writeUInt8(0x01, 1)
  return Buffer.concat([film, filler])
}
