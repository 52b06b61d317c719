// Keys of the table AlbumMetadata, which the gallery alone writes, and of the objects that its forms upload. The partition is the user.

export interface Key {
  readonly pk: string
  readonly sk: string
}

export const ALBUM_PREFIX = "ALBUM#"

export function userKey(owner: string): string {
  return `USER#${owner}`
}

export function albumKey(owner: string, albumId: string): Key {
  return { pk: userKey(owner), sk: `${ALBUM_PREFIX}${albumId}` }
}

/** Holds an album's name against a second one; names that differ in case alone are the same. */
export function nameKey(owner: string, name: string): Key {
  return { pk: userKey(owner), sk: `NAME#${name.normalize("NFC").toLowerCase()}` }
}

/** Begins the keys of what an album holds, in the order in which it was added. */
export function inPrefix(albumId: string): string {
  return `IN#${albumId}#`
}

export function inKey(owner: string, albumId: string, addedAt: string, photoId: string): Key {
  return { pk: userKey(owner), sk: `${inPrefix(albumId)}${addedAt}#${photoId}` }
}

/** Begins the keys of the albums that hold a photo. */
export function ofPrefix(photoId: string): string {
  return `OF#${photoId}#`
}

export function ofKey(owner: string, photoId: string, albumId: string): Key {
  return { pk: userKey(owner), sk: `${ofPrefix(photoId)}${albumId}` }
}

/** Says that a photo was deleted, for whoever comes late to put it into an album. */
export function goneKey(owner: string, photoId: string): Key {
  return { pk: userKey(owner), sk: `GONE#${photoId}` }
}

/** What was reserved on one day, `yyyy-mm-dd` in UTC. */
export function dayKey(owner: string, day: string): Key {
  return { pk: userKey(owner), sk: `DAY#${day}` }
}

/** How many uploads are under way, whichever day they began on. */
export function underWayKey(owner: string): Key {
  return { pk: userKey(owner), sk: "UNDERWAY" }
}

export function uploadKey(owner: string, uploadId: string): Key {
  return { pk: userKey(owner), sk: `UPLOAD#${uploadId}` }
}

export const HELD_PREFIX = "HELD#"

/** One an upload under way, in the order in which their reservations end. */
export function heldKey(owner: string, heldUntil: string, uploadId: string): Key {
  return { pk: userKey(owner), sk: `${HELD_PREFIX}${heldUntil}#${uploadId}` }
}

/** Of the object that a form uploads, in the bucket Photos. */
export function originalKey(owner: string, uploadId: string, name: string): string {
  return `private/${owner}/uploads/${uploadId}/${name}`
}
