import { type Poster, profileNamed, type Rendition, renditionKey, type Video } from "@darkroom/events"
import { placeholderOf, type RawImage, resizeRendition } from "@darkroom/imaging"
import type { ChosenPoster } from "./choose-poster.ts"
import type { InspectDeps } from "./inspect-deps.ts"

/** The poster in the sizes of the video's profile, under the keys that photos have. Null where the profile asks for no renditions. */
export async function renderPoster(
  video: Video,
  choose: (maxSide: number) => Promise<ChosenPoster>,
  deps: Pick<InspectDeps, "putRendition">,
): Promise<Poster | null> {
  const { renditions: wanted } = profileNamed(video.profile)
  if (wanted === null) return null
  const { at, raw } = await choose(Math.max(...wanted.sizes))
  const render = (size: number) => renderSize(video, raw, { prefix: wanted.prefix, size }, deps)
  const renditions = await Promise.all(wanted.sizes.toSorted((one, other) => one - other).map(render))
  return { at, renditions, ...(await placeholderOf(raw)) }
}

async function renderSize(
  video: Video,
  raw: RawImage,
  { prefix, size }: { prefix: string; size: number },
  deps: Pick<InspectDeps, "putRendition">,
): Promise<Rendition> {
  const { data, width, height } = await resizeRendition(raw, size)
  const { bucket } = video
  const key = renditionKey(prefix, video, size)
  await deps.putRendition({ bucket, key, data })
  return { name: String(size), bucket, key, contentType: "image/webp", width, height, bytes: data.length }
}
