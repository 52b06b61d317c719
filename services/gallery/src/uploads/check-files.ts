import type { UploadRequest, Uploads } from "@darkroom/gallery-api"
import type { AlbumStore } from "../albums/album-store.ts"
import { type ApiFailure, notFound, tooLarge } from "../errors.ts"
import type { Limits } from "../quota/limits.ts"

export type RequestedFile = UploadRequest["files"][number]
export type UploadAnswer = Uploads["uploads"][number]

/** The owner's photo with exactly these bytes (SHA-256, hexadecimal), if there is one. */
export type FindByChecksum = (owner: string, sha256: string) => Promise<string | undefined>

export interface CheckDeps {
  readonly albums: Pick<AlbumStore, "find">
  readonly findByChecksum: FindByChecksum
  readonly limits: Limits
}

/** Of each file: why it is not to be uploaded; undefined where it is. */
export async function checkFiles(
  owner: string,
  files: readonly RequestedFile[],
  deps: CheckDeps,
): Promise<(UploadAnswer | undefined)[]> {
  const albums = await ownAlbums(owner, files, deps)
  return Promise.all(
    files.map(async ({ clientId, size, albumId, sha256, ...file }) => {
      const limit = limitOf(file, deps.limits)
      if (size > limit.bytes) return refused(clientId, tooLargeFor(limit))
      if (albumId !== undefined && !albums.has(albumId)) return refused(clientId, notFound("You have no such album."))
      const duplicateOf = await deps.findByChecksum(owner, sha256)
      return duplicateOf === undefined ? undefined : { clientId, duplicateOf }
    }),
  )
}

export function refused(clientId: string, { error }: ApiFailure): UploadAnswer {
  return { clientId, error }
}

async function ownAlbums(owner: string, files: readonly RequestedFile[], { albums }: CheckDeps) {
  const asked = new Set(files.flatMap(({ albumId }) => albumId ?? []))
  const found = await Promise.all([...asked].map((albumId) => albums.find(owner, albumId)))
  return new Set(found.flatMap((album) => album?.albumId ?? []))
}

const VIDEO_TYPES = ["video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "video/x-m4v", "video/3gpp"]
const VIDEO_NAME = /\.(3gp|m4v|mkv|mov|mp4|webm)$/i

interface SizeLimit {
  readonly name: "bytesPerPhoto" | "bytesPerVideo"
  readonly bytes: number
}

/** By what the file says to be; what it is, its content tells when it is there. */
function limitOf({ name, contentType }: Pick<RequestedFile, "name" | "contentType">, limits: Limits): SizeLimit {
  const isVideo = VIDEO_TYPES.includes(contentType.toLowerCase()) || VIDEO_NAME.test(name)
  const limit = isVideo ? "bytesPerVideo" : "bytesPerPhoto"
  return { name: limit, bytes: limits[limit] }
}

function tooLargeFor({ name, bytes }: SizeLimit) {
  const what = name === "bytesPerVideo" ? "A video" : "A photo"
  return tooLarge(`${what} may have ${Math.floor(bytes / 1_000_000)} MB at the most.`, { [name]: bytes })
}
