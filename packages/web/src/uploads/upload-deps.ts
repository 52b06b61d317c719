import type { SignedUpload } from "@darkroom/gallery-api"
import type { GalleryClient } from "@darkroom/gallery-api/client"
import type { PostOptions } from "./post-form.ts"
import type { UploadStore } from "./store.ts"
import type { Leadership, TabChannel } from "./tabs.ts"

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls once after as many milliseconds; the function that it returns prevents that. */
  after(milliseconds: number, run: () => void): () => void
}

export interface Network {
  /** False where it is certain that there is none. */
  online(): boolean
  onChange(listener: () => void): () => void
}

export type UploadClient = Pick<GalleryClient, "signUploads" | "cancelUpload" | "listPhotos" | "addToAlbum" | "getMe">

/** What the queue needs of the browser and the server. */
export interface UploadDeps {
  readonly client: UploadClient
  readonly store: UploadStore
  readonly clock: Clock
  readonly network: Network
  readonly leadership: Leadership
  readonly channel: TabChannel
  /** SHA-256, hexadecimal; `progress` is told now and then how many bytes of a large file are done. */
  readonly hash: (file: Blob, progress: (bytes: number) => void) => Promise<string>
  readonly post: (form: SignedUpload, file: Blob, options: PostOptions) => Promise<void>
  readonly newId: () => string
}
