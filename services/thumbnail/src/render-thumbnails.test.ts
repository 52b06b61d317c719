import { createHash } from "node:crypto"
import { type MetadataExtracted, profileNamed, renditionKey, ThumbnailGenerated } from "@darkroom/events"
import { PermanentError } from "@darkroom/lambda"
import sharp from "sharp"
import { expect, it } from "vitest"
import type { ThumbnailDeps } from "./deps.ts"
import { bucketOf, extracted } from "./fixtures.fixture.ts"
import { renderThumbnails } from "./render-thumbnails.ts"

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#336699" } })
const prefix = profileNamed("private-uploads").renditions!.prefix

/** What comes of a photo that can be rendered. */
async function rendered(event: MetadataExtracted, deps: ThumbnailDeps): Promise<ThumbnailGenerated> {
  const result = await renderThumbnails(event, deps)
  if (result?.type !== "ThumbnailGenerated") throw new Error(`Not rendered: ${result?.type}`)
  return result
}

it("renders the sizes of the profile, upright, and describes them", async () => {
  const original = await solid(1_600, 1_200).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const { state, deps } = bucketOf(original)
  const event = extracted("jpeg")
  const result = await rendered(event, deps)
  const { image } = event.data
  const keys = [256, 1_024].map((size) => renditionKey(prefix, image, size))
  expect([...state.renditions.keys()]).toEqual(expect.arrayContaining(keys))
  expect(result).toMatchObject({
    metadata: { causationId: event.metadata.id },
    data: {
      image,
      renditions: [
        { name: "256", bucket: image.bucket, key: keys[0], contentType: "image/webp", width: 192, height: 256 },
        { name: "1024", bucket: image.bucket, key: keys[1], contentType: "image/webp", width: 768, height: 1_024 },
      ],
      dominantColor: "#386898",
      sha256: createHash("sha256").update(original).digest("hex"),
    },
  })
  const [small] = result.data.renditions
  expect(state.renditions.get(small!.key)!.data.length).toBe(small!.bytes)
  expect(ThumbnailGenerated.parse({ source: result.source, "detail-type": result.type, detail: result })).toBeDefined()
})

it("emits the same event again for the same photo", async () => {
  const { deps } = bucketOf(await solid(300, 200).png().toBuffer())
  const event = extracted("png")
  const [first, second] = [await rendered(event, deps), await rendered(event, deps)]
  expect(first.metadata.id).toBe(second.metadata.id)
  expect(first.data).toEqual(second.data)
})

it("never enlarges a small photo", async () => {
  const { deps } = bucketOf(await solid(40, 40).png().toBuffer())
  const sizes = (await rendered(extracted("png"), deps)).data.renditions.map(({ width, height }) => [width, height])
  expect(sizes).toEqual([
    [40, 40],
    [40, 40],
  ])
})

it("renders a panorama", async () => {
  const { deps } = bucketOf(await solid(10_800, 900).jpeg().toBuffer())
  const sizes = (await rendered(extracted("jpeg"), deps)).data.renditions.map(({ width, height }) => [width, height])
  expect(sizes).toEqual([
    [256, 21],
    [1_024, 85],
  ])
})

it("leaves nothing behind where the photo was deleted while it was rendered", async () => {
  const { state, deps } = bucketOf(await solid(300, 200).png().toBuffer())
  const rendering = renderThumbnails(extracted("png"), { ...deps, originalExists: () => Promise.resolve(false) })
  await expect(rendering).rejects.toThrow(PermanentError)
  await expect(rendering).rejects.toMatchObject({
    ownerMessage: expect.stringContaining("deleted while processing") as string,
  })
  expect(state.renditions.size).toBe(0)
})

it("fails for good where the original is gone before it is read", async () => {
  await expect(renderThumbnails(extracted("png"), bucketOf(undefined).deps)).rejects.toThrow(PermanentError)
})

it("reports picture data that is damaged", async () => {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 30 }
  const jpeg = await sharp({ create: { width: 200, height: 200, channels: 3, background: "white", noise } })
    .jpeg()
    .toBuffer()
  const { state, deps } = bucketOf(jpeg.subarray(0, jpeg.length / 2))
  const event = extracted("jpeg")
  expect(await renderThumbnails(event, deps)).toMatchObject({
    type: "ImageUndecodable",
    data: { image: event.data.image, reason: "DamagedImage" },
  })
  expect(state.renditions.size).toBe(0)
})

it("reports an original that is not of the format that metadata found", async () => {
  const result = await renderThumbnails(extracted("jpeg"), bucketOf(await solid(8, 8).png().toBuffer()).deps)
  expect(result).toMatchObject({ type: "ImageUndecodable", data: { reason: "NotSupportedImageType" } })
})

it("is tried again after an error of S3", async () => {
  const { deps } = bucketOf(await solid(8, 8).png().toBuffer())
  const failing = { ...deps, putRendition: () => Promise.reject(new Error("slow down")) }
  await expect(renderThumbnails(extracted("png"), failing)).rejects.toThrow("slow down")
})
