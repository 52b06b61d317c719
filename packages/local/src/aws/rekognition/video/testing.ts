import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { open } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { RekognitionClient } from "@aws-sdk/client-rekognition"
import type { VideoInfo } from "@darkroom/vision"
import { onTestFinished } from "vitest"
import { manualClock } from "../../../clock.ts"
import { openStore } from "../../../store.ts"
import { startGateway } from "../../gateway.ts"
import { type DetectedLabel, type RekognitionOptions, rekognitionService } from "../rekognition.ts"
import type { Sights } from "../testing.ts"

export const info: VideoInfo = {
  container: "mp4",
  format: "QuickTime / MOV",
  codec: "h264",
  duration: 2_000,
  width: 640,
  height: 480,
  rotation: 0,
  frameRate: 25,
  colorRange: "FULL",
}

export const label = (name: string, confidence = 90): DetectedLabel => {
  return { name, confidence, parents: [], categories: [], aliases: [], instances: [] }
}

export const Video = { S3Object: { Bucket: "videos", Name: "a.mp4" } }

export interface VideoWorld {
  readonly info?: VideoInfo
  /** What a recogniser sees on the pictures, by their times. */
  readonly pictures?: readonly (readonly [timestamp: number, sights: Sights])[]
  /** Before a video is opened; a promise that waits keeps its job unfinished. */
  readonly onOpen?: () => Promise<void> | void
  readonly options?: Partial<Omit<RekognitionOptions, "recogniser">>
  readonly store?: ReturnType<typeof openStore>
  readonly clock?: ReturnType<typeof manualClock>
}

/** Rekognition over made-up videos. The objects a.mp4 to c.mp4 are in `objects`, from where they can be removed. */
export async function startVideos(world: VideoWorld = {}) {
  const { pictures = [], onOpen = () => {}, store = openStore(), clock = manualClock() } = world
  const objects = new Set(["a.mp4", "b.mp4", "c.mp4"])
  const of = (image: Uint8Array) => pictures[Number(Buffer.from(image).toString())]?.[1] ?? {}
  const recogniser = {
    detectLabels: async (image: Uint8Array) => (await of(image).detectLabels?.(image)) ?? [],
    detectFaces: async (image: Uint8Array) => (await of(image).detectFaces?.(image)) ?? [],
    detectText: async (image: Uint8Array) => (await of(image).detectText?.(image)) ?? [],
    detectModerationLabels: async (image: Uint8Array) => (await of(image).detectModerationLabels?.(image)) ?? [],
    async openVideo() {
      await onOpen()
      return { info: world.info ?? info, frames: () => frames(pictures), close: async () => {} }
    },
  }
  const told: object[] = []
  const tellCompletion = (_: unknown, message: string) => void told.push(JSON.parse(message) as object)
  const openObject = objectOpener(objects)
  const options = { readObject: async () => undefined, openObject, tellCompletion, ...world.options }
  const service = rekognitionService({ recogniser, ...options }, { clock, store })
  const gateway = await startGateway({ port: 0, services: [service] })
  const credentials = { accessKeyId: "video", secretAccessKey: "local" }
  const client = new RekognitionClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  onTestFinished(() => gateway.close())
  onTestFinished(() => service.close())
  return { client, service, objects, told, store, clock }
}

async function* frames(pictures: NonNullable<VideoWorld["pictures"]>) {
  for (const [index, [timestamp]] of pictures.entries()) yield { timestamp, jpeg: Buffer.from(String(index)) }
}

function objectOpener(objects: ReadonlySet<string>) {
  const folder = mkdtempSync(join(tmpdir(), "darkroom-rekognition-test-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, "object"), "a video")
  return async (_: string, key: string) =>
    objects.has(key) ? { size: 7, file: await open(join(folder, "object")) } : undefined
}
