import type { Deps } from "./deps.ts"
import { ArchivedObject, ConcurrentUpload, OriginalHeld } from "./errors.ts"
import type { Filings } from "./filings.ts"
import { type Reservations, reservationsIn } from "./reservations.ts"
import type { ObjectCreated } from "./object-created.ts"
import type { Objects } from "./objects.ts"
import { HOLD_MILLISECONDS, type Upload, type Uploads } from "./uploads.ts"

export const BUCKET = "photos"
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)

interface Kept {
  readonly etag: string
  /** Whose upload the bytes are, through all copies. */
  readonly sequencer: string
  readonly imageId: string | undefined
  tag?: string
  readonly head?: Uint8Array
  readonly lastModified: Date
  isArchived?: boolean
}

/** S3 and the table Uploads in memory, with the conditions that they have. */
export function memoryWorld() {
  const objects = new Map<string, Kept>()
  const uploads = new Map<string, Upload>()
  const reservations = new Map<string, "reserved" | "returned">()
  const filings = new Map<string, { decidedAt?: string; decidedBy?: string; heldSince?: number; deletedAt?: string }>()
  let time = Date.UTC(2026, 10, 21)
  let puts = 0

  const s3: Objects = {
    async peek(bucket, key, etag) {
      const object = objects.get(key)
      if (object === undefined || (etag !== undefined && etag !== object.etag)) return undefined
      if (object.isArchived) throw new ArchivedObject(bucket, key)
      return { etag: object.etag, bytes: 10, lastModified: object.lastModified, head: object.head ?? JPEG }
    },
    async head(_, key) {
      const object = objects.get(key)
      return object && { etag: object.etag, imageId: object.imageId, headers: {} }
    },
    async copy(_, { key, object, to, imageId, category }) {
      const source = objects.get(key)
      if (source?.etag !== object.etag) return undefined
      objects.set(to, {
        etag: source.etag,
        sequencer: source.sequencer,
        imageId,
        tag: category,
        lastModified: new Date(time),
      })
      return { etag: source.etag }
    },
    async tag(_, key, category) {
      const object = objects.get(key)
      if (object) object.tag = category
    },
    async delete(_, key, etag) {
      if (objects.get(key)?.etag === etag) objects.delete(key)
    },
  }
  return {
    objects,
    uploads,
    reservations,
    deps: {
      objects: s3,
      uploads: memoryUploads(uploads, reservations),
      reservations: memoryReservations(reservations),
      filings: memoryFilings(filings),
      now: () => time,
    } satisfies Deps,
    wait: (milliseconds: number) => void (time += milliseconds),
    /** An upload, and what S3 says of it. */
    put(key: string, etag: string, head: Uint8Array = JPEG): ObjectCreated {
      const sequencer = `${Math.floor(time / 1000)
        .toString(16)
        .padStart(10, "0")}${String(++puts).padStart(8, "0")}`
      objects.set(key, { etag, sequencer, imageId: undefined, head, lastModified: new Date(time) })
      return { bucket: BUCKET, key, bytes: 10, etag, sequencer, time: new Date(time).toISOString() }
    },
  }
}

/** By key. The check is the real one; `accept` of the memory looks into the map. */
export function memoryReservations(items = new Map<string, "reserved" | "returned">()): Reservations {
  const { checkFor } = reservationsIn({ send: () => Promise.reject(new Error("Nobody asks")) }, "AlbumMetadata")
  return { has: async (key) => items.has(key), checkFor }
}

export function memoryUploads(
  items = new Map<string, Upload>(),
  reservations: ReadonlyMap<string, "reserved" | "returned"> = new Map<string, "reserved" | "returned">(),
): Uploads {
  const latest = (key: string) => items.get(key)
  return {
    latest: async (_, key) => latest(key),
    async advance(bucket, key, upload, previous) {
      const now = latest(key)
      const same = (["sequencer", "heldBy", "heldSince", "movedTo"] as const).every(
        (name) => now?.[name] === previous?.[name],
      )
      if (!same) throw new ConcurrentUpload(bucket, key)
      items.set(key, upload)
    },
    async accept(bucket, key, upload) {
      if (reservations.get(key) === "returned") return false
      if (items.has(key)) throw new ConcurrentUpload(bucket, key)
      items.set(key, upload)
      return true
    },
    async hold(_, key, imageId, { by, now, movingTo }) {
      const item = latest(key)
      if (item === undefined || item.imageId !== imageId || item.movedTo !== undefined) return false
      const { heldBy, heldSince = 0 } = item
      if (heldBy !== undefined && heldBy !== by && heldSince > now - HOLD_MILLISECONDS) throw new OriginalHeld(imageId)
      items.set(key, { ...item, heldBy: by, heldSince: now, ...(movingTo === undefined ? {} : { movingTo }) })
      return true
    },
    async release(_, key, by, movedTo) {
      const item = latest(key)
      if (item?.heldBy !== by) return
      const { heldBy: _by, heldSince: _since, movingTo: _to, ...rest } = item
      items.set(key, { ...rest, ...(movedTo === undefined ? {} : { movedTo }) })
    },
  }
}

interface Filing {
  decidedAt?: string
  decidedBy?: string
  heldSince?: number
  deletedAt?: string
}

export function memoryFilings(items = new Map<string, Filing>()): Filings {
  return {
    async begin(imageId, { by, decidedAt, now }) {
      const item = items.get(imageId) ?? {}
      const another = item.decidedBy !== undefined && item.decidedBy !== by
      if (item.deletedAt !== undefined) return "deleted"
      if (another && (item.decidedAt ?? "") > decidedAt) return "superseded"
      if (another && (item.heldSince ?? 0) > now - HOLD_MILLISECONDS) throw new OriginalHeld(imageId)
      items.set(imageId, { ...item, decidedAt, decidedBy: by, heldSince: now })
      return "begun"
    },
    async end(imageId, by) {
      const { heldSince: _, ...item } = items.get(imageId) ?? {}
      if (item.decidedBy === by) items.set(imageId, item)
    },
    async markDeleted(imageId, now) {
      items.set(imageId, { deletedAt: new Date(now).toISOString(), ...items.get(imageId) })
    },
    isDeleted: async (imageId) => items.get(imageId)?.deletedAt !== undefined,
  }
}
