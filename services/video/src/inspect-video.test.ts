import { encodeJpeg } from "@darkroom/imaging"
import { type VideoMetadataExtracted, type VideoRejected, VideoUploaded } from "@darkroom/events"
import { exampleEvent, placeIn } from "@darkroom/testing"
import sharp from "sharp"
import { describe, expect, it } from "vitest"
import { type GeneratedVideo, generateVideo } from "./generate-video.fixture.ts"
import type { InspectDeps } from "./inspect-deps.ts"
import { inspectVideo } from "./inspect-video.ts"
import { lookIn } from "./decoders.fixture.ts"

const RED = 0xd02020
const BLUE = 0x2030d0
const BLACK = 0

/** A bucket with one original, which counts what is read of it. */
function bucketOf(content: Buffer | undefined) {
  const renditions = new Map<string, Uint8Array>()
  const state = { content, read: 0, size: content?.length, sha256: null as string | null }
  async function read(start: number, end: number) {
    const part = state.content?.subarray(start, end + 1)
    state.read += part?.length ?? 0
    return part
  }
  const deps: InspectDeps = {
    head: async () => (state.size === undefined ? undefined : { bytes: state.size, sha256: state.sha256 }),
    readRange: (_, start, end) => read(start, end),
    look: lookIn(read),
    putRendition: async ({ key, data }) => void renditions.set(key, data),
    removeRendition: async ({ key }) => void renditions.delete(key),
  }
  return { deps, renditions, state }
}

function uploaded(place = placeIn("private-uploads", "film.mp4")) {
  const { video } = VideoUploaded.example
  return exampleEvent(VideoUploaded, { video: { ...video, ...place } })
}

async function inspect(content: Buffer, place?: ReturnType<typeof placeIn>) {
  const bucket = bucketOf(content)
  return { ...bucket, event: await inspectVideo(uploaded(place), bucket.deps) }
}

async function extracted(video: GeneratedVideo, place?: ReturnType<typeof placeIn>) {
  const { event, renditions } = await inspect(await generateVideo(video), place)
  expect(event.type).toBe("VideoMetadataExtracted")
  return { ...(event as VideoMetadataExtracted).data, pictures: [...renditions.values()] }
}

async function rejected(content: Buffer | undefined, place?: ReturnType<typeof placeIn>) {
  const event = await inspectVideo(uploaded(place), bucketOf(content).deps)
  expect(event.type).toBe("VideoRejected")
  return (event as VideoRejected).data
}

describe("a supported video", () => {
  it.each([
    ["mp4", { muxer: "mp4" }, { container: "mp4", codec: "h264" }],
    ["3GP", { muxer: "3gp", encoder: "mpeg4" }, { container: "mp4", codec: "mpeg4" }],
    ["mov", { muxer: "mov" }, { container: "mov", codec: "h264" }],
    ["webm", { muxer: "webm", encoder: "libvpx-vp9" }, { container: "webm", codec: "vp9" }],
    ["mkv", { muxer: "matroska" }, { container: "mkv", codec: "h264" }],
  ] as const)("is told by its content: %s", async (_, video, expected) => {
    const { metadata, poster } = await extracted({ ...video, seconds: [[RED, BLUE]] }, placeIn("incoming", "name.bin"))
    expect(metadata).toMatchObject({ ...expected, audioCodec: null, width: 160, height: 120, rotation: 0 })
    expect(metadata.duration).toBeGreaterThanOrEqual(900)
    expect(metadata.duration).toBeLessThanOrEqual(1_100)
    expect(metadata.frameRate).toBeCloseTo(10, 0)
    expect(poster?.renditions).toHaveLength(2)
  })

  it("tells when, where and with what it was taken", async () => {
    const tags = {
      creation_time: "2026-07-14T16:02:11.000000Z",
      "com.apple.quicktime.creationdate": "2026-07-14T18:02:11+0200",
      "com.apple.quicktime.location.ISO6709": "+43.4674+011.8851+262.500/",
      "com.apple.quicktime.make": "Apple",
      "com.apple.quicktime.model": "iPhone 15",
    }
    const { metadata } = await extracted({ muxer: "mov", tags })
    expect(metadata).toMatchObject({
      make: "Apple",
      model: "iPhone 15",
      takenAt: { local: "2026-07-14T18:02:11", offset: "+02:00", source: "com.apple.quicktime.creationdate" },
      location: { latitude: 43.4674, longitude: 11.8851, altitude: 262.5 },
    })
  })

  it.each([
    [90, ["top", "bottom"]],
    [180, ["right", "left"]],
    [270, ["bottom", "top"]],
  ] as const)("has an upright poster where players turn it by %i degrees", async (rotation, [red]) => {
    const { metadata, poster, pictures } = await extracted({ rotation, seconds: [[RED, BLUE]], muxer: "mov" })
    const [width, height] = rotation === 180 ? [160, 120] : [120, 160]
    expect(metadata).toMatchObject({ rotation, width, height })
    expect(poster?.renditions[0]).toMatchObject({ width, height })
    const { data } = await sharp(pictures[0]).raw().toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) => data[(y * width + x) * 3]! > 128
    const places = { left: at(10, 60), right: at(width - 10, 60), top: at(60, 10), bottom: at(60, height - 10) }
    expect(places[red]).toBe(true)
    expect(Object.values(places).filter(Boolean).length).toBeLessThan(4)
  })

  it("has a poster that is not black, though it begins with black", async () => {
    const seconds = [
      ...Array.from({ length: 3 }, () => [BLACK, BLACK] as const),
      ...Array.from({ length: 7 }, () => [RED, RED] as const),
    ]
    const { poster } = await extracted({ seconds })
    expect(poster?.at).toBeGreaterThanOrEqual(3_000)
    expect(poster?.dominantColor).toMatch(/^#[cd]8/)
    const bright = await extracted({ seconds: seconds.toReversed() })
    expect(bright.poster?.at).toBe(1_000)
  })

  it("is measured where it does not tell how long it is, as what browsers record", async () => {
    const seconds = Array.from({ length: 3 }, () => [RED, BLUE] as const)
    const { metadata, poster } = await extracted({ muxer: "webm", encoder: "libvpx-vp9", live: true, seconds })
    expect(metadata.duration).toBeGreaterThanOrEqual(2_900)
    expect(metadata.duration).toBeLessThanOrEqual(3_100)
    expect(poster?.renditions).toHaveLength(2)
  })

  it("keeps black where there is nothing else", async () => {
    const { poster } = await extracted({ seconds: [[BLACK, BLACK]] })
    expect(poster?.dominantColor).toBe("#080808")
  })

  it("is told with the checksum that S3 keeps of it", async () => {
    const { deps, state } = bucketOf(await generateVideo())
    state.sha256 = "ab".repeat(32)
    expect((await inspectVideo(uploaded(), deps)).data).toMatchObject({ metadata: { sha256: "ab".repeat(32) } })
  })

  it("has no poster where the profile asks for none, and is not decoded", async () => {
    const { deps, renditions } = bucketOf(await generateVideo())
    const event = await inspectVideo(uploaded(placeIn("labels", "film.mp4")), deps)
    expect(event.data).toMatchObject({ poster: null, metadata: { codec: "h264" } })
    expect(renditions.size).toBe(0)
  })

  it("leaves no pictures behind where it was deleted meanwhile", async () => {
    const { deps, renditions, state } = bucketOf(await generateVideo())
    const putRendition: InspectDeps["putRendition"] = async (rendition) => {
      await deps.putRendition(rendition)
      state.size = undefined
    }
    const event = await inspectVideo(uploaded(), { ...deps, putRendition })
    expect(event.data).toMatchObject({ reason: "OriginalGone" })
    expect(renditions.size).toBe(0)
  })

  it.each([true, false])("is not read as a whole, whether its index comes first (%s) or last", async (faststart) => {
    const seconds = Array.from({ length: 4 }, (_, index) => [RED, index * 60] as const)
    const film = await generateVideo({ seconds, faststart })
    const large = padded(film)
    const { event, state } = await inspect(large)
    expect(event.data).toMatchObject({ metadata: { duration: 4_000, bytes: large.length, sha256: null } })
    expect(state.read).toBeLessThan(large.length / 4)
  })
})

/** The film, then 40 MB of an atom that is to be skipped. */
function padded(film: Buffer): Buffer {
  const size = 40_000_000
  const free = Buffer.alloc(size)
  free.writeUInt32BE(size, 0)
  free.write("free", 4)
  return Buffer.concat([film, free])
}

describe("what is no video that Darkroom reads", () => {
  it("is rejected by what it is, not by its name: AVI", async () => {
    const avi = await generateVideo({ muxer: "avi", encoder: "mpeg4" })
    expect(await rejected(avi, placeIn("incoming", "film.mp4"))).toMatchObject({
      reason: "NotSupportedVideoType",
      message: "film.mp4 is an AVI video, not a video that Darkroom can read.",
    })
  })

  it("is rejected where its pictures need a decoder that is not allowed", async () => {
    expect(await rejected(await generateVideo({ muxer: "matroska", encoder: "ffv1" }))).toMatchObject({
      reason: "NotSupportedVideoType",
      message: "film.mp4 is a film encoded as ffv1, not a video that Darkroom can read.",
    })
  })

  it("is rejected by what it is, not by its name: JPEG", async () => {
    const jpeg = await encodeJpeg({ data: Buffer.alloc(100 * 100 * 3), width: 100, height: 100, channels: 3 }, 80)
    expect(await rejected(jpeg)).toMatchObject({
      reason: "NotSupportedVideoType",
      message: "film.mp4 is a JPEG image, not a video that Darkroom can read.",
    })
  })

  it("is rejected where it is empty, too large, or gone", async () => {
    const { deps, state } = bucketOf(Buffer.alloc(0))
    const reason = async () => ((await inspectVideo(uploaded(), deps)) as VideoRejected).data.reason
    expect(await reason()).toBe("EmptyFile")
    state.size = 10 * 1024 ** 3 + 1
    expect(await reason()).toBe("FileTooLarge")
    state.size = undefined
    expect(await reason()).toBe("OriginalGone")
  })

  it("is rejected where it is cut off, or its beginning is all that is right", async () => {
    const film = await generateVideo({ seconds: [[RED, BLUE]] })
    expect(await rejected(film.subarray(0, film.length / 2))).toMatchObject({
      reason: "DamagedVideo",
      message: "film.mp4 is damaged and cannot be read.",
    })
    const noise = Buffer.concat([film.subarray(0, 40), Buffer.alloc(50_000, 0x5a)])
    expect(await rejected(noise)).toMatchObject({ reason: "DamagedVideo" })
  })

  it("is rejected where its pictures are not there", async () => {
    const film = await generateVideo({ seconds: [[RED, BLUE]], faststart: true })
    const start = film.indexOf("mdat") + 4
    film.fill(0, start)
    expect(await rejected(film)).toMatchObject({ reason: "DamagedVideo", message: /pictures cannot be decoded/ })
  })
})

it("is rejected where it is deleted while it is decoded", async () => {
  const { deps } = bucketOf(await generateVideo())
  const event = await inspectVideo(uploaded(), { ...deps, look: lookIn(async () => undefined) })
  expect(event.data).toMatchObject({ reason: "OriginalGone" })
})

it("is tried again where S3 does not answer, be it the function that decodes: that is no damage", async () => {
  const { deps } = bucketOf(await generateVideo())
  const away = () => {
    throw Object.assign(new Error("S3 is away"), { name: "SlowDown" })
  }
  for (const broken of [{ readRange: away }, { look: lookIn(away) }]) {
    const attempt = inspectVideo(uploaded(), { ...deps, ...broken })
    await expect(attempt).rejects.toMatchObject({ name: "SlowDown", message: "S3 is away" })
  }
})
