import { type Image, movedImageId, profileNamed, responseKey } from "@darkroom/events"

/**
 * Where the answers on an image are kept, in the bucket Output: by the key that it was uploaded to, also when the event names the
 * one that its original was moved to.
 */
export function answersKey(image: Image): string {
  return responseKey({ id: image.id, key: uploadedKey(image) })
}

/** The inverse of `movedKey`, but for keys so long that they lost their start there: their answers are not found again. */
function uploadedKey({ id, key, profile }: Image): string {
  if (movedImageId(key) !== id) return key
  const fixedStart = profileNamed(profile).keys.replace(/[{*].*$/s, "")
  return fixedStart + key.slice(key.indexOf(`/${id}/`) + id.length + 2)
}
