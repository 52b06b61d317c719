import type { ImageDeleted, ImageReplaced, Video } from "@darkroom/events"
import { profileNamed, videoResponseKey } from "@darkroom/events"
import { jobsOf } from "./job.ts"
import { type JobsDeps, jobsDeps } from "./jobs-deps.ts"

type Deps = Pick<JobsDeps, "documents" | "records" | "waiting">

/** What was found in a video goes with the video; thumbnail removes its poster. */
export async function forgetDeleted({ data }: ImageDeleted, deps: Deps = jobsDeps()): Promise<void> {
  await forget(data.image, deps)
}

/** The replaced video had the key of the one that took its place. */
export async function forgetReplaced({ data }: ImageReplaced, deps: Deps = jobsDeps()): Promise<void> {
  await forget({ ...data.replacedBy, id: data.imageId }, deps)
}

/** First the mark, so that an answer that comes now is not kept; then what waits and what is kept already. Photos are forgotten, too: nothing tells. */
async function forget(video: Video, { documents, records, waiting }: Deps): Promise<void> {
  if (profileNamed(video.profile).recognition === null) return
  const record = await records.remove(video.id)
  for (const [, { state, position }] of record ? jobsOf(record) : [])
    if (state === "waiting") await waiting.remove(position)
  await documents.remove(videoResponseKey(record?.video ?? video))
  if (record?.copy) await documents.remove(record.copy.key)
}
