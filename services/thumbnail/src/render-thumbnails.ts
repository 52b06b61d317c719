import { createHash } from "node:crypto"
import {
  ImageUndecodable,
  type MetadataExtracted,
  profileNamed,
  type Rendition,
  renditionFolder,
  renditionKey,
  ThumbnailGenerated,
} from "@darkroom/events"
import { placeholderOf, type RawImage, resizeRendition } from "@darkroom/imaging"
import { decodeOriginal } from "./decode-original.ts"
import { defaultDeps, type ThumbnailDeps } from "./deps.ts"
import { originalGone } from "./errors.ts"

type Image = MetadataExtracted["data"]["image"]

/**
 * Renders a photo in the sizes of its profile: one read, one decode. Nothing to do where the profile asks for none. What cannot
 * be decoded is reported, for this is the first step that looks at the pixels.
 */
export async function renderThumbnails(
  event: MetadataExtracted,
  deps: ThumbnailDeps = defaultDeps,
): Promise<ThumbnailGenerated | ImageUndecodable | undefined> {
  const { image, metadata } = event.data
  const { renditions: wanted, limits } = profileNamed(image.profile)
  if (wanted === null) return undefined
  const bytes = await deps.readOriginal(image)
  if (bytes === undefined) throw originalGone(image)
  const decoded = await decodeOriginal(bytes, { format: metadata.format, limits, maxSide: Math.max(...wanted.sizes) })
  if ("undecodable" in decoded) return ImageUndecodable.create({ image, reason: decoded.undecodable }, { cause: event })
  const { raw } = decoded
  const renditions = await Promise.all(wanted.sizes.map((size) => render(image, raw, wanted.prefix, size, deps)))
  await undoIfGone(image, wanted.prefix, deps)
  const placeholder = await placeholderOf(raw)
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  return ThumbnailGenerated.create({ image, renditions, ...placeholder, sha256 }, { cause: event })
}

async function render(
  image: Image,
  raw: RawImage,
  prefix: string,
  size: number,
  deps: ThumbnailDeps,
): Promise<Rendition> {
  const { data, width, height } = await resizeRendition(raw, size)
  const { bucket } = image
  const key = renditionKey(prefix, image, size)
  await deps.putRendition({ bucket, key, data })
  return { name: String(size), bucket, key, contentType: "image/webp", width, height, bytes: data.length }
}

/** A photo deleted while it was rendered must not leave renditions behind: who deleted it may have looked before they were there. */
async function undoIfGone(image: Image, prefix: string, deps: ThumbnailDeps): Promise<void> {
  if (await deps.originalExists(image)) return
  await deps.deleteFolder(image.bucket, renditionFolder(prefix, image))
  throw originalGone(image)
}
