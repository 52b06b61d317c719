import type { Image, ImageDeleted, ImageReplaced } from "@darkroom/events"
import { answersKey } from "./answers-key.ts"
import { defaultDeps, type TaggingDeps } from "./deps.ts"

/** What was recognised in a photo goes with the photo. */
export async function forgetDeleted({ data }: ImageDeleted, deps: Deps = defaultDeps): Promise<void> {
  await forget(data.image, deps)
}

/** The replaced photo had the key of the one that took its place. */
export async function forgetReplaced({ data }: ImageReplaced, deps: Deps = defaultDeps): Promise<void> {
  await forget({ ...data.replacedBy, id: data.imageId }, deps)
}

type Deps = Pick<TaggingDeps, "documents">

async function forget(image: Image, { documents }: Deps): Promise<void> {
  await documents.remove(answersKey(image))
}
