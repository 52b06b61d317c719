import type {
  ImageDeleted,
  ImageRejected,
  ImageReplaced,
  ImageUploaded,
  VideoRejected,
  VideoUploaded,
} from "@darkroom/events"
import { type SettleDeps, settleDeps } from "./deps.ts"

/** Settles the reservation of an upload by what arrived; a rejected photo or video has arrived as well. */
export async function settleUpload(
  { data }: ImageUploaded | ImageRejected | VideoUploaded | VideoRejected,
  deps: SettleDeps = settleDeps(),
): Promise<void> {
  await deps.settle("video" in data ? data.video : data.image)
}

/** Takes a deleted photo out of its owner's albums. */
export async function forgetDeleted({ data }: ImageDeleted, deps: SettleDeps = settleDeps()): Promise<void> {
  await deps.albums.forget(data.image.owner, data.image.id)
}

/** Takes a photo out of its owner's albums whose key another upload took. */
export async function forgetReplaced({ data }: ImageReplaced, deps: SettleDeps = settleDeps()): Promise<void> {
  await deps.albums.forget(data.replacedBy.owner, data.imageId)
}
