import type { SignedUpload } from "@darkroom/gallery-api"

/**
 * Where a file stands. `waiting` is the crossroads: what comes next follows from what the item has already
 * (no checksum: hashing; no valid form: signing; else uploading).
 *
 *     waiting -> hashing -> waiting -> signing -> waiting -> uploading -> uploaded -> done
 *
 * From each step before `uploaded` an item can also become
 * - `held`: goes on by itself (network, a limit, a server in trouble); `error` says why, `error.opensAt` when
 * - `paused`: goes on when the person says so
 * - `duplicate`: the same bytes are, or are being, uploaded already
 * - `failed`: `error` says why; goes on when the person retries
 * - `cancelled`
 */
export type UploadState =
  | "waiting"
  | "hashing"
  | "signing"
  | "uploading"
  | "held"
  | "paused"
  | "uploaded"
  | "done"
  | "duplicate"
  | "failed"
  | "cancelled"

export interface UploadError {
  readonly code: string
  /** One sentence for the person who sees it. */
  readonly message: string
  readonly retryable: boolean
  /** Milliseconds since the epoch: when it is tried again, or can be. */
  readonly opensAt?: number
}

export interface UploadItem {
  readonly clientId: string
  readonly name: string
  readonly size: number
  /** The content type, guessed from the name where the browser knows none. */
  readonly type: string
  readonly lastModified: number
  readonly albumId: string | undefined
  readonly state: UploadState
  /** Bytes that have left; 0 again when the file has to start again. */
  readonly sent: number
  readonly sha256: string | undefined
  /** Bytes of which the checksum is made so far; of a large file alone. */
  readonly checked?: number | undefined
  readonly form: SignedUpload | undefined
  /** Failures in a row that nobody but time can cure. */
  readonly attempts: number
  /** S3 refused a form once, and it was signed again. */
  readonly signedAgain: boolean
  readonly photoId: string | undefined
  /** A photo that was there before has been put into the album. */
  readonly inAlbum: boolean
  /** The client id of the item with the same bytes. */
  readonly duplicateOf: string | undefined
  readonly error: UploadError | undefined
  /** Whether the file survives a reload: `memory` where the browser had no room for it, or it is too large to be copied. */
  readonly kept: "pending" | "stored" | "memory"
  /** Orders the list; larger is later. */
  readonly order: number
}

const stoppable = ["held", "paused", "failed", "cancelled"] as const

const transitions: Readonly<Record<UploadState, readonly UploadState[]>> = {
  waiting: ["hashing", "signing", "uploading", "duplicate", ...stoppable],
  hashing: ["waiting", ...stoppable],
  signing: ["waiting", "duplicate", ...stoppable],
  uploading: ["waiting", "uploaded", ...stoppable],
  held: ["waiting", "paused", "failed", "cancelled"],
  paused: ["waiting", "cancelled"],
  uploaded: ["done", "failed"],
  duplicate: ["waiting", "failed", "cancelled"],
  failed: ["waiting", "cancelled"],
  done: [],
  cancelled: [],
}

/** The item in another state; throws where the machine above has no such way. */
export function moved(item: UploadItem, state: UploadState, patch: Partial<UploadItem> = {}): UploadItem {
  if (!transitions[item.state].includes(state)) throw new Error(`An upload cannot go from ${item.state} to ${state}`)
  return { ...item, error: undefined, ...patch, state }
}

/** Under way, or going to be without anybody's doing. */
export const isActive = ({ state }: UploadItem): boolean => ACTIVE.has(state)
const ACTIVE: ReadonlySet<UploadState> = new Set(["waiting", "hashing", "signing", "uploading", "held"])

/** Nothing will happen to it any more, except that a failed one can be retried. */
export const isSettled = ({ state }: UploadItem): boolean => SETTLED.has(state)
const SETTLED: ReadonlySet<UploadState> = new Set(["uploaded", "done", "duplicate", "failed", "cancelled"])

/** Nothing will happen to it at all, nor is there anything to be done with it: a reload may forget it. */
export function isOver({ state, photoId, albumId, inAlbum }: UploadItem): boolean {
  if (state === "duplicate") return photoId !== undefined && (albumId === undefined || inAlbum)
  return state === "done" || state === "cancelled"
}

/** The bytes may be needed again. A duplicate's are while its twin has not arrived. */
export function needsFile({ state, photoId }: UploadItem): boolean {
  if (state === "duplicate") return photoId === undefined
  return state !== "uploaded" && state !== "done" && state !== "cancelled"
}

/** What was under way stopped with the page that did it; it starts again. */
export function restored(item: UploadItem): UploadItem {
  const interrupted = ["hashing", "signing", "uploading", "held"].includes(item.state)
  const signedOut = item.state === "failed" && item.error?.code === "Unauthorized"
  return interrupted || signedOut ? moved(item, "waiting", { sent: 0 }) : item
}

/** The item of a file that was just chosen. */
export function newItem(file: File, { clientId, albumId, order }: Pick<UploadItem, "clientId" | "albumId" | "order">) {
  const item: UploadItem = {
    clientId,
    name: file.name,
    size: file.size,
    type: contentTypeOf(file),
    lastModified: file.lastModified,
    albumId,
    state: "waiting",
    sent: 0,
    sha256: undefined,
    form: undefined,
    attempts: 0,
    signedAgain: false,
    photoId: undefined,
    inAlbum: false,
    duplicateOf: undefined,
    error: undefined,
    kept: "pending",
    order,
  }
  return item
}

/** Browsers know no type for some of these. */
const TYPES: Readonly<Record<string, string>> = {
  avif: "image/avif",
  dng: "image/x-adobe-dng",
  heic: "image/heic",
  heif: "image/heif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  jxl: "image/jxl",
  m4v: "video/x-m4v",
  mkv: "video/x-matroska",
  mov: "video/quicktime",
  mp4: "video/mp4",
  png: "image/png",
  tif: "image/tiff",
  tiff: "image/tiff",
  webm: "video/webm",
  webp: "image/webp",
}

function contentTypeOf({ name, type }: File): string {
  return type || (TYPES[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream")
}
