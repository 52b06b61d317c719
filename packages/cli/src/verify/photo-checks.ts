import type { GalleryClient, PhotoDetail, PhotoSummary } from "@darkroom/gallery-api"
import { createHash } from "node:crypto"
import { counted, percent } from "../format.ts"
import { answerText, type Asking, ask } from "./ask.ts"
import type { Passed } from "./checklist.ts"
import { denialText, grantText } from "./denials.ts"
import { Miss } from "./miss.ts"
import type { Sent } from "./send-photo.ts"
import type { Next } from "./next.ts"
import { deadLetterText, type Troubles } from "./troubles.ts"
import { waitFor } from "./wait-for.ts"

const LOOK_EVERY = 500
const SEARCH_SECONDS = 20

export interface Watching {
  readonly client: GalleryClient
  readonly sent: Sent
  readonly seconds: number
  readonly signal: AbortSignal
  readonly troubles: Troubles
  /** Milliseconds between two looks for them, which take several requests. */
  readonly troublesEvery: number
  readonly next: Next
  readonly now?: () => number
}

/** What has gone wrong, and where that is looked at. */
interface Trouble {
  readonly text: string
  readonly next: string
}

/** The photo that an upload has made, once it has that status. It ends early where something has gone wrong and
 * nothing changes. Throws Miss. */
export async function photoWith(
  status: PhotoSummary["status"],
  { client, sent, seconds, signal, troubles, troublesEvery, next, now = Date.now }: Watching,
): Promise<PhotoDetail> {
  let seen: PhotoSummary | undefined
  let last = { at: now(), state: "" }
  const missing = (trouble?: Trouble) => ({
    expected: `${sent.name} to be ${status}`,
    found: [...stateOf(seen), ...(trouble ? [trouble.text] : [])].join("; "),
    next: trouble?.next ?? next.status,
  })
  const look = async () => {
    const { photos } = await client.listPhotos({ query: {} }, { signal })
    seen = photos.find(({ uploadId }) => uploadId === sent.uploadId)
    if (seen?.status === status) {
      const photo = await client.getPhoto({ params: { photoId: seen.photoId } }, { signal })
      // The last event may follow the last step by a moment.
      if (status !== "processed" || photo.trail.some(({ type }) => type === "ImageProcessed")) return photo
    }
    const isOver = seen !== undefined && ![status, "processing"].includes(seen.status)
    if (!isOver && now() - last.at < troublesEvery) return undefined
    const state = stateOf(seen).join()
    // What went wrong need not be about this photo: it is given up when nothing changes either.
    const stands = isOver || state === last.state
    last = { at: now(), state }
    const trouble = stands ? await troubleOf(troubles, seen?.photoId, next) : undefined
    if (isOver || trouble) throw new Miss(missing(trouble))
    return undefined
  }
  return waitFor(look, missing, { seconds, every: LOOK_EVERY, signal, now })
}

/** The first that is known. What cannot be looked up is told by a check of its own. */
async function troubleOf(troubles: Troubles, photoId: string | undefined, next: Next): Promise<Trouble | undefined> {
  const [denial] = await troubles.denials().catch(() => [])
  if (denial) return { text: denialText(denial), next: grantText(denial) }
  const [letter] = await troubles.deadLetters(photoId === undefined ? [] : [photoId]).catch(() => [])
  return letter && { text: deadLetterText(letter), next: next.deadLetter(letter.id) }
}

function stateOf(photo: PhotoSummary | undefined): string[] {
  if (photo === undefined) return ["no photo yet: ingest has not taken it in, or the catalog does not know it"]
  const steps = photo.steps.map(({ step, state }) => `${step} ${state}`)
  return [[photo.status, ...steps].join(", "), ...(photo.problem ? [photo.problem.message] : [])]
}

/** Every rendition is a picture of the size that the API says, and the original has the bytes that were sent. Throws Miss. */
export async function renditionsReadable(photo: PhotoDetail, sent: Sent, asking: Asking): Promise<Passed<true>> {
  const { default: sharp } = await import("sharp")
  const { thumbnails, downloads } = photo
  if (thumbnails.length === 0) throw new Miss({ expected: "renditions", found: "none", next: asking.next })
  for (const { url, width, height } of thumbnails) {
    const name = `${width} x ${height}`
    const bytes = await download(url, `the rendition of ${name}`, asking)
    const { info } = await sharp(bytes)
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch((error: unknown) => {
        throw new Miss({
          expected: `a readable picture of ${name}`,
          found: (error as Error).message,
          next: asking.next,
        })
      })
    if (info.width !== width || info.height !== height)
      throw new Miss({ expected: `a picture of ${name}`, found: `${info.width} x ${info.height}`, next: asking.next })
  }
  const original = downloads.original === null ? null : await download(downloads.original, "the original", asking)
  if (original === null || createHash("sha256").update(original).digest("hex") !== sent.sha256)
    throw new Miss({
      expected: "the original as it was sent",
      found: original === null ? "no address of it" : `${original.length} other bytes`,
      next: asking.next,
    })
  const sizes = thumbnails.map(({ width, height }) => `${width} x ${height}`).join(", ")
  return { value: true, detail: `${sizes}, and the original` }
}

async function download(url: string, what: string, asking: Asking): Promise<Buffer> {
  const response = await ask(url, asking)
  if (!response.ok) throw new Miss({ expected: what, found: await answerText(response), next: asking.next })
  return Buffer.from(await response.arrayBuffer())
}

/** Throws Miss. */
export async function labelsThere({ labels, missing = [] }: PhotoDetail, next: string): Promise<Passed<string>> {
  const [first] = labels
  const found = ["none", ...missing.map(({ feature, message }) => `${feature}: ${message}`)].join("; ")
  if (first === undefined) throw new Miss({ expected: "at least one label", found, next })
  const named = labels.slice(0, 3).map(({ name, confidence }) => `${name} ${percent(confidence)}`)
  return { value: first.name, detail: `${counted(labels.length, "label")}: ${named.join(", ")}` }
}

/** The catalog finds the photo by what is on it and by its name. Throws Miss. */
export async function foundBySearch(
  client: GalleryClient,
  { photoId }: PhotoDetail,
  { label, name }: { readonly label: string; readonly name: string },
  { signal, next }: Asking,
): Promise<Passed<true>> {
  for (const query of [{ label }, { text: name }])
    await waitFor(
      async () => {
        const { photos } = await client.listPhotos({ query }, { signal })
        return photos.some((photo) => photo.photoId === photoId) || undefined
      },
      () => ({
        expected: `the photo in a search for ${Object.values(query).join()}`,
        found: "it is not in the result",
        next,
      }),
      { seconds: SEARCH_SECONDS, every: LOOK_EVERY, signal },
    )
  return { value: true, detail: `by the label ${label} and by its name` }
}
