import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import sharp from "sharp"
import { afterAll, describe, expect, it } from "vitest"
import { VideoReaderCrashed, VideoUndecodable } from "../errors.ts"
import { createRecogniser } from "../recogniser.ts"
import { sampleImagePath } from "../sample-image.ts"
import { openVideo } from "./open-video.ts"
import { probeVideo, sampleVideo } from "./sample-video.ts"
import { type GeneratedVideo, generateVideo } from "./testing.ts"
import type { SampleOptions } from "./video-info.ts"

const plain = (background: string) =>
  sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .png()
    .toBuffer()
const [red, green, blue] = await Promise.all(["#f00", "#0f0", "#00f"].map(plain))
/** Red above, blue below. */
const redOverBlue = await sharp(red)
  .composite([{ input: await sharp(blue).resize(64, 24).png().toBuffer(), left: 0, top: 24 }])
  .png()
  .toBuffer()
const traffic = [red!, green!, blue!].map((picture) => ({ seconds: 1, picture }))

/** The colour that most of a picture's part has. */
async function colourOf(jpeg: Uint8Array, part?: Parameters<ReturnType<typeof sharp>["extract"]>[0]) {
  const cut = part ? sharp(jpeg).extract(part) : sharp(jpeg)
  const { dominant } = await sharp(await cut.toBuffer()).stats()
  return (["r", "g", "b"] as const).find((channel) => dominant[channel] > 128)
}

async function seen(bytes: Uint8Array, options?: SampleOptions) {
  const found: string[] = []
  for await (const { timestamp, jpeg } of sampleVideo(bytes, options))
    found.push(`${timestamp} ${await colourOf(jpeg)}`)
  return found
}

describe("sampleVideo", () => {
  it.each<[string, Partial<GeneratedVideo>]>([
    ["H.264 in MP4", {}],
    ["H.264 in Matroska", { container: "matroska" }],
    ["HEVC in MOV", { encoder: "libx265", container: "mov" }],
    ["VP9 in WebM", { encoder: "libvpx-vp9", container: "webm" }],
    ["MPEG-4 Part 2", { encoder: "mpeg4" }],
  ])("gives two pictures a second of %s, each with its time", async (_, kind) => {
    const bytes = await generateVideo({ scenes: traffic, width: 320, height: 240, ...kind })
    expect(await seen(bytes)).toEqual(["0 r", "500 r", "1000 g", "1500 g", "2000 b", "2500 b"])
  })

  it("gives as many as are asked for, of the size that is asked for", async () => {
    const bytes = await generateVideo({ scenes: traffic })
    expect(await seen(bytes, { everyMilliseconds: 1_000 })).toEqual(["0 r", "1000 g", "2000 b"])
    expect(await seen(bytes, { maxFrames: 1 })).toEqual(["0 r"])
    for await (const { jpeg } of sampleVideo(bytes, { maxFrames: 1, maxSide: 100 })) {
      expect(await sharp(jpeg).metadata()).toMatchObject({ format: "jpeg", width: 100, height: 75 })
    }
  })

  it.each([
    [90, { left: 400, top: 10, width: 70, height: 620 }],
    [180, { left: 10, top: 300, width: 620, height: 100 }],
    [270, { left: 10, top: 10, width: 70, height: 620 }],
  ] as const)("turns pictures that players turn by %d degrees", async (rotation, redPart) => {
    const bytes = await generateVideo({ scenes: [{ seconds: 0.2, picture: redOverBlue }], rotation })
    const upright = rotation === 180 ? { width: 640, height: 480 } : { width: 480, height: 640 }
    expect(await probeVideo(bytes)).toMatchObject({ rotation, ...upright })
    for await (const { jpeg } of sampleVideo(bytes)) {
      expect(await sharp(jpeg).metadata()).toMatchObject(upright)
      expect(await colourOf(jpeg, redPart)).toBe("r")
    }
  })

  it("gives what is whole of a video that was cut off", async () => {
    const bytes = await generateVideo({ scenes: traffic, container: "matroska" })
    const found = await seen(bytes.subarray(0, bytes.length * 0.6))
    expect(found[0]).toBe("0 r")
  })

  it("reads a path, and ends when nobody wants more", async () => {
    const folder = mkdtempSync(join(tmpdir(), "darkroom-vision-"))
    try {
      writeFileSync(join(folder, "a%b video"), await generateVideo({ scenes: traffic }))
      for await (const { timestamp } of sampleVideo(join(folder, "a%b video"))) {
        expect(timestamp).toBe(0)
        break
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe("probeVideo", () => {
  it("says what the file says", async () => {
    const bytes = await generateVideo({ scenes: traffic, framesPerSecond: 25, container: "mov" })
    expect(await probeVideo(bytes)).toEqual({
      container: "mov",
      format: "QuickTime / MOV",
      codec: "h264",
      duration: 3_000,
      width: 640,
      height: 480,
      rotation: 0,
      frameRate: 25,
      colorRange: null,
    })
  })

  it.each<[Partial<GeneratedVideo>, object]>([
    [{}, { container: "mp4", codec: "h264" }],
    [{ encoder: "libx265" }, { container: "mp4", codec: "hevc" }],
    [{ container: "matroska" }, { container: "mkv", codec: "h264" }],
    [
      { encoder: "libvpx-vp9", container: "webm" },
      { container: "webm", codec: "vp9" },
    ],
  ])("tells containers and codecs of %j", async (kind, expected) => {
    const scenes = [{ seconds: 0.2, picture: red! }]
    expect(await probeVideo(await generateVideo({ scenes, width: 64, height: 48, ...kind }))).toMatchObject(expected)
  })

  it.each([
    ["a photo", () => readFileSync(sampleImagePath())],
    ["nothing", () => new Uint8Array()],
    ["a playlist that names another file", () => Buffer.from("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")],
    ["half a video", async () => (await generateVideo({ scenes: traffic })).subarray(0, 1_000)],
  ])("rejects %s by name", async (_, bytes) => {
    await expect(probeVideo(await bytes())).rejects.toBeInstanceOf(VideoUndecodable)
  })
})

describe("openVideo", () => {
  it("says that its process is gone", async () => {
    const video = await openVideo(await generateVideo({ scenes: traffic }))
    const frames = video.frames()
    await frames.next()
    await video.close()
    await expect(frames.next()).rejects.toBeInstanceOf(VideoReaderCrashed)
    await video.close()
  })
})

describe("a recogniser", { timeout: 60_000 }, () => {
  const recogniser = createRecogniser()
  afterAll(() => recogniser.close())

  it("finds people in the seconds in which they are shown", async () => {
    const [grey, people] = [await plain("#888"), readFileSync(sampleImagePath())]
    const scenes = [grey, people, grey].map((picture) => ({ seconds: 1, picture }))
    const bytes = await generateVideo({ scenes, width: 1280, height: 1158 })
    const found: number[] = []
    for await (const { timestamp, jpeg } of sampleVideo(bytes)) {
      const labels = await recogniser.detectLabels(jpeg)
      if (labels.some(({ name }) => name === "Person")) found.push(timestamp)
    }
    expect(found).toEqual([1_000, 1_500])
  })
})
