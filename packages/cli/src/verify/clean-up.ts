import { DeleteObjectsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3"
import { type GalleryClient, GalleryError } from "@darkroom/gallery-api/client"
import { messageOf } from "../errors.ts"
import { counted } from "../format.ts"
import type { Stage } from "../stage.ts"
import type { Passed } from "./checklist.ts"
import { Miss } from "./miss.ts"
import type { TestUser } from "./verification.ts"
import { waitFor } from "./wait-for.ts"

const SECONDS = 30
const SETTLE_SECONDS = 10
const LOOK_EVERY = 500

export interface Made {
  readonly user: TestUser
  readonly client: GalleryClient
  readonly userId: string | undefined
  /** The photos may be in the middle of a step. */
  readonly isInterrupted: boolean
  readonly next: string
}

/** Never aborted: what was made is deleted also after Ctrl-C. */
export const uninterrupted = new AbortController().signal

/** Deletes the user's photos, waits until nothing of them is stored, then deletes the user. Throws Miss. */
export async function cleanUp(stage: Pick<Stage, "s3" | "bucket">, made: Made): Promise<Passed<true>> {
  const { user, userId, isInterrupted } = made
  try {
    if (isInterrupted && userId !== undefined) await settle(made.client)
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
  let problem = ""
  const isGone = async () => {
    // One that was taken in late comes up here too. What does not work now may work at the next look.
    const listed = await deleteListed(client, deleted).catch((error: unknown) => {
      problem = `${messageOf(error)}; `
      return undefined
    })
    left = await keysOf(stage, userId)
    return listed === 0 && left.length === 0 ? true : undefined
  }
  const missing = () => ({
    expected: "the app to delete all that is stored of the photos",
    found: `${problem}${counted(left.length, "object")} left, which darkroom verify has deleted itself: ${left.join(", ")}`,
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

/** How many photos were there. One that is deleted may be listed for a moment still. */
async function deleteListed(client: GalleryClient, deleted: Set<string>): Promise<number> {
  const { photos } = await client.listPhotos({ query: {} })
  for (const { photoId } of photos) {
    await client.deletePhoto({ params: { photoId } }).catch((error: unknown) => {
      if (!(error instanceof GalleryError && error.status === 404)) throw error
    })
    deleted.add(photoId)
  }
  return photos.length
}

/** A photo that is deleted in the middle of a step makes that step fail. */
async function settle(client: GalleryClient): Promise<void> {
  const isSettled = async () => {
    const { photos } = await client.listPhotos({ query: {} })
    return photos.every(({ status }) => status !== "processing") || undefined
  }
  const missing = () => ({ expected: "", found: "", next: "" })
  await waitFor(isSettled, missing, { seconds: SETTLE_SECONDS, every: LOOK_EVERY, signal: uninterrupted }).catch(
    () => {},
  )
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
