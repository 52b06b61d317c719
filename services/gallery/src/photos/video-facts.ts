import { type CatalogEntry, isReadable, type Seen } from "@darkroom/catalog-model"
import type { VideoContainer } from "@darkroom/events"
import type { VideoFacts } from "@darkroom/gallery-api"
import { imageOf, type OwnRecord } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"

/** QuickTime's files are what MP4 was made of, and Firefox plays them only by that name. */
const CONTENT_TYPES: Readonly<Record<VideoContainer, string>> = {
  mp4: "video/mp4",
  mov: "video/mp4",
  webm: "video/webm",
  mkv: "video/x-matroska",
}

/** What a video is and what is seen in it; null of a photo, and until it was read. */
export async function videoOf(
  record: OwnRecord,
  entry: CatalogEntry | undefined,
  { urls, clock }: Pick<PhotoDeps, "urls" | "clock">,
): Promise<VideoFacts | null> {
  if (record.video === undefined) return null
  const { container, codec, audioCodec, frameRate, rotation } = record.video.value
  const contentType = CONTENT_TYPES[container]
  return {
    codec,
    audioCodec,
    frameRate,
    rotation,
    contentType,
    skipped: record.tagging?.skipped ?? null,
    play: isReadable(record, clock.now()) ? await urls.play(imageOf(record).key, contentType) : null,
    ...(entry?.seen === undefined ? {} : seenBesides(entry.seen, record)),
  }
}

type SeenBesides = Pick<VideoFacts, "faces" | "text" | "moderation" | "celebrities">

/** What was asked for and answered. */
function seenBesides({ faces, text, moderation, celebrities }: Seen, { tagging }: OwnRecord): SeenBesides {
  const all = {
    faces,
    text: text.map(({ text: line, confidence, segments }) => ({ text: line, confidence, segments })),
    moderation: moderation.map(({ name, parent, confidence, segments }) => ({ name, parent, confidence, segments })),
    celebrities: celebrities.map(({ name, urls, confidence, segments }) => ({ name, urls, confidence, segments })),
  }
  const answered = (["faces", "text", "moderation", "celebrities"] as const).filter((kind) =>
    tagging?.features?.includes(kind),
  )
  return Object.fromEntries(answered.map((kind) => [kind, all[kind]]))
}
