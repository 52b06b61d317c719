import { ImageMoved, type ImageProcessed } from "@darkroom/events"
import { type Deps, defaultDeps } from "./deps.ts"
import { deleteMoved, moveOriginal } from "./move-original.ts"

/**
 * Carries out what was decided on a photo's original: a tag, or another key. README.md tells what may come in between.
 * Nothing where the photo was deleted or replaced, and where a later decision has been carried out.
 */
export async function fileOriginal(event: ImageProcessed, deps: Deps = defaultDeps()): Promise<ImageMoved | undefined> {
  const { image, decision } = event.data
  if (decision === null || decision.disposition.kind === "none") return undefined
  const { category, disposition } = decision
  const by = event.replayName === undefined ? event.metadata.id : `${event.metadata.id}#${event.replayName}`
  const begun = await deps.filings.begin(image.id, { by, decidedAt: event.metadata.time, now: deps.now() })
  // An attempt that crashed may have left a copy that the deletion has not seen.
  if (begun === "deleted") await deleteMoved(image, deps)
  if (begun !== "begun") return undefined
  if (disposition.kind === "tag") {
    const object = await deps.objects.head(image.bucket, image.key)
    if (object?.etag === image.etag) await deps.objects.tag(image.bucket, image.key, category)
    await deps.filings.end(image.id, by)
    return undefined
  }
  const etag = await moveOriginal({ image, to: disposition.key, category, by }, deps)
  await deps.filings.end(image.id, by)
  if (etag === undefined) return undefined
  const to = { bucket: image.bucket, key: disposition.key, etag }
  return ImageMoved.create({ image, to, category }, { cause: event })
}
