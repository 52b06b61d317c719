import type { PhotosQuery, PhotoSummary, SignedUpload, UploadRequest, Uploads } from "@darkroom/gallery-api"
import { createHash } from "node:crypto"
import type { UploadStore } from "./store.ts"
import type { Leadership, TabChannel, TabMessage } from "./tabs.ts"
import type { Clock, Network, UploadClient, UploadDeps } from "./upload-deps.ts"
import type { UploadItem } from "./upload-item.ts"
import { uploadQueue } from "./upload-queue.ts"

export const START = Date.UTC(2026, 4, 1, 12)
export const HOUR = 3_600_000

/** Lets everything happen that waits for no clock. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** A clock that moves when told. */
export function handClock(): Clock & { advance(milliseconds: number): Promise<void> } {
  let now = START
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    after(milliseconds, run) {
      const timer = { at: now + milliseconds, run }
      timers.push(timer)
      return () => void (timers = timers.filter((other) => other !== timer))
    },
    async advance(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        const next = timers.toSorted((one, other) => one.at - other.at)[0]
        if (!next || next.at > end) break
        timers = timers.filter((timer) => timer !== next)
        now = Math.max(now, next.at)
        next.run()
        await settle()
      }
      now = end
      await settle()
    },
  }
}

export function fakeNetwork(): Network & { turn(online: boolean): void } {
  const listeners = new Set<() => void>()
  let online = true
  return {
    online: () => online,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    turn(next) {
      online = next
      for (const listener of listeners) listener()
    },
  }
}

/** What tabs have in common: a store, a channel, a lock. */
export function fakeBrowser() {
  const items = new Map<string, UploadItem>()
  const files = new Map<string, File>()
  const channels = new Set<(message: TabMessage) => void>()
  const waiting: (() => void)[] = []
  let full = false
  const store: UploadStore = {
    load: async () => [...items.values()].toSorted((one, other) => one.order - other.order),
    put: async (item) => void items.set(item.clientId, structuredClone(item)),
    remove: async (clientId) => void items.delete(clientId),
    file: async (clientId) => files.get(clientId),
    async putFile(clientId, file) {
      if (full) throw new DOMException("No room", "QuotaExceededError")
      files.set(clientId, file)
    },
    removeFile: async (clientId) => void files.delete(clientId),
  }
  const newChannel = (): TabChannel => {
    let own: ((message: TabMessage) => void) | undefined
    return {
      send(message) {
        for (const hear of channels) if (hear !== own) queueMicrotask(() => channels.has(hear) && hear(message))
      },
      listen(listener) {
        own = listener
        channels.add(listener)
        return () => channels.delete(listener)
      },
    }
  }
  const leadership: Leadership = {
    seek(lead) {
      waiting.push(lead)
      if (waiting.length === 1) queueMicrotask(lead)
      return () => {
        const [first] = waiting
        waiting.splice(waiting.indexOf(lead), 1)
        if (first === lead) waiting[0]?.()
      }
    },
  }
  return { items, files, store, newChannel, leadership, fill: (is: boolean) => (full = is) }
}

type RequestFile = UploadRequest["files"][number]
type Answer = Uploads["uploads"][number]

/** The API and S3, which can be told to fail. */
export function fakeServer(clock: Clock) {
  let last = 0
  const server = {
    /** Reservations that are neither used nor given back, by upload id. */
    open: new Map<string, string>(),
    signed: [] as RequestFile[][],
    cancelled: [] as string[],
    arrived: [] as string[],
    albums: [] as string[],
    photos: [] as PhotoSummary[],
    posting: new Map<string, Posting>(),
    /** Instead of the usual answer of a file. */
    answer: undefined as ((file: RequestFile) => Answer | undefined) | undefined,
    /** Rejects a whole request. */
    refuse: undefined as ((files: RequestFile[]) => Error | undefined) | undefined,
    reachable: true,
    /** Whether posts end by themselves. */
    automatic: true,
    refusePost: undefined as ((name: string, file: Blob) => Error | undefined) | undefined,
  }
  const sign = (file: RequestFile): Answer => {
    const other = server.answer?.(file)
    if (other) return other
    const uploadId = `upload-${++last}`
    server.open.set(uploadId, file.name)
    const expiresAt = new Date(clock.now() + 600_000).toISOString()
    return { clientId: file.clientId, uploadId, key: file.name, url: "https://s3.example/", fields: {}, expiresAt }
  }
  const client: UploadClient = {
    getMe: async () => reach({}) as never,
    async signUploads({ body: { files } }) {
      reach(undefined)
      server.signed.push([...files])
      const refusal = server.refuse?.([...files])
      if (refusal) throw refusal
      return { uploads: files.map(sign) }
    },
    async cancelUpload({ params }) {
      reach(undefined)
      server.cancelled.push(params.uploadId)
      server.open.delete(params.uploadId)
    },
    async listPhotos(input) {
      const { cursor = "0", limit } = (input as { query: PhotosQuery }).query
      const end = Number(cursor) + Number(limit)
      const photos = server.photos.slice(Number(cursor), end)
      return reach({ photos, cursor: end < server.photos.length ? String(end) : null })
    },
    addToAlbum: async ({ params }) => reach(void server.albums.push(`${params.albumId}/${params.photoId}`)),
  }
  const reach = <Value>(value: Value): Value => {
    if (!server.reachable) throw new TypeError("Failed to fetch")
    return value
  }
  const post: UploadDeps["post"] = (form, file, { progress, signal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    signal.addEventListener("abort", () => reject(signal.reason))
    const end = () => {
      server.arrived.push(form.key)
      server.open.delete(form.uploadId)
      resolve()
    }
    server.posting.set(form.key, { form, progress, end, fail: reject })
    const refusal = server.refusePost?.(form.key, file)
    if (refusal) reject(refusal)
    else if (server.automatic) end()
    return promise.finally(() => server.posting.delete(form.key))
  }
  return Object.assign(server, { client, post })
}

export interface Posting {
  readonly form: SignedUpload
  readonly progress: (sent: number) => void
  readonly end: () => void
  readonly fail: (cause: Error) => void
}

/** Bytes that are the name, unless others are given. */
export const photo = (name: string, bytes = name) =>
  new File([bytes], name, { type: "image/jpeg", lastModified: START })

export const sha256 = async (file: Blob) =>
  createHash("sha256")
    .update(Buffer.from(await file.arrayBuffer()))
    .digest("hex")

export type Fakes = ReturnType<typeof fakes>

export function fakes() {
  const clock = handClock()
  let last = 0
  return { clock, network: fakeNetwork(), browser: fakeBrowser(), server: fakeServer(clock), newId: () => `c${++last}` }
}

/** A tab's queue. */
export function openTab({ clock, network, browser, server, newId }: Fakes, other: Partial<UploadDeps> = {}) {
  const { client, post } = server
  const { store, leadership } = browser
  const deps = { client, post, store, leadership, clock, network, newId, hash: sha256, channel: browser.newChannel() }
  const queue = uploadQueue({ ...deps, ...other })
  const items = () => queue.snapshot().items
  return {
    ...queue,
    items,
    named: (name: string) => items().find((item) => item.name === name)!,
    states: () => Object.fromEntries(items().map(({ name, state }) => [name, state])),
    idOf: (name: string) => items().find((item) => item.name === name)?.clientId ?? "",
  }
}

/** A tab that works, with nothing to do yet. */
export async function workingTab(world: Fakes = fakes(), other: Partial<UploadDeps> = {}) {
  const tab = openTab(world, other)
  await settle()
  return { ...world, tab }
}

export function summary(photoId: string, uploadId: string, status: PhotoSummary["status"] = "processed"): PhotoSummary {
  const unknown = { takenAt: null, width: null, height: null, thumbhash: null, dominantColor: null, problem: null }
  const known = { photoId, name: photoId, status, uploadedAt: new Date(START).toISOString() }
  const source = { uploadId, sha256: null, media: "photo" as const, duration: null }
  return { ...known, ...unknown, ...source, thumbnails: [], steps: [] }
}
