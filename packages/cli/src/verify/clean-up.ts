import { DeleteObjectsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3"
import type { GalleryClient } from "@darkroom/gallery-api/client"
import { counted } from "../format.ts"
import type { Stage } from "../stage.ts"
import type { Passed } from "./checklist.ts"
import { Miss } from "./miss.ts"
import type { TestUser } from "./verification.ts"
import { waitFor } from "./wait-for.ts"

const SECONDS = 30
const LOOK_EVERY = 500

export interface Made {
  readonly user: TestUser
  readonly client: GalleryClient
  readonly userId: string | undefined
  readonly next: string
}

/** Never aborted: what was made is deleted also after Ctrl-C. */
export const uninterrupted = new AbortController().signal

/** Deletes the user's photos, waits until nothing of them is stored, then deletes the user. Throws Miss. */
export async function cleanUp(stage: Pick<Stage, "s3" | "bucket">, made: Made): Promise<Passed<true>> {
  const { user, userId } = made
  try {
    const photos = userId === undefined ? 0 : await deletePhotos(stage, userId, made)
    const account = user.account === undefined ? "" : ` and ${user.account}`
    return { value: true, detail: `deleted ${counted(photos, "photo")}${account}` }
  } finally {
    await user.remove()
  }
}

async function deletePhotos(
  stage: Pick<Stage, "s3" | "bucket">,
  userId: string,
  { client, next }: Made,
): Promise<number> {
  const deleted = new Set<string>()
  let left: readonly string[] = []
  const isGone = async () => {
    const { photos } = await client.listPhotos({ query: {} })
    // One that was taken in late comes up here too; those deleted already are asked for once more, and it is the same event.
    for (const { photoId } of photos) {
      await client.deletePhoto({ params: { photoId } })
      deleted.add(photoId)
    }
    left = await keysOf(stage, userId)
    return photos.length === 0 && left.length === 0 ? true : undefined
  }
  const missing = () => ({
    expected: "the app to delete all that is stored of the photos",
    found: `${counted(left.length, "object")} left, which darkroom verify has deleted itself: ${left.join(", ")}`,
    next,
  })
  try {
    await waitFor(isGone, missing, { seconds: SECONDS, every: LOOK_EVERY, signal: uninterrupted })
  } catch (error) {
    left = await keysOf(stage, userId)
    if (left.length > 0) await removeObjects(stage, left)
    throw error instanceof Miss ? new Miss({ ...missing(), expected: error.expected }) : error
  }
  return deleted.size
}

/** All that is stored of a user's photos is under this prefix. */
async function keysOf({ s3, bucket }: Pick<Stage, "s3" | "bucket">, userId: string): Promise<string[]> {
  const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: `private/${userId}/` })
  const { Contents = [] } = await s3.send(list)
  return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]))
}

async function removeObjects({ s3, bucket }: Pick<Stage, "s3" | "bucket">, keys: readonly string[]): Promise<void> {
  const Objects = keys.map((Key) => ({ Key }))
  await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))
}
