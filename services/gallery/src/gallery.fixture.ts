import { S3Client } from "@aws-sdk/client-s3"
import { type RouteName, routes } from "@darkroom/gallery-api"
import { albumStore } from "./albums/album-store.ts"
import { type Control, noBackfills } from "./backfills/control.ts"
import type { HasSecondFactor } from "./backfills/second-factor.ts"
import type { PhotoReader } from "./albums/album-routes.ts"
import type { Documents } from "./documents.ts"
import { galleryApp, type GalleryOptions, type Implementations } from "./app.ts"
import { ARRIVALS, TABLE } from "./album-metadata-table.fixture.ts"
import { notFound } from "./errors.ts"
import { ownRoutes } from "./own-routes.ts"
import type { Limits } from "./quota/limits.ts"
import { quotaStore } from "./quota/quota.ts"
import { formSigner } from "./uploads/upload-form.ts"

export const NOON = Date.UTC(2026, 10, 21, 12)
export const LIMITS: Limits = {
  photosPerDay: 10,
  bytesPerDay: 10_000_000,
  parallelUploads: 8,
  bytesPerPhoto: 5_000_000,
  bytesPerVideo: 8_000_000,
}

export interface FakePhoto {
  readonly owner: string
  readonly photoId: string
  readonly sha256?: string
  readonly widths?: readonly number[]
}

export interface GalleryFixtureOptions {
  readonly limits?: Partial<Limits>
  readonly photos?: readonly FakePhoto[]
  readonly clientIds?: readonly string[]
  readonly instead?: Partial<Implementations>
  readonly control?: Control
  /** Default: everybody has one. */
  readonly hasSecondFactor?: HasSecondFactor
}

type PhotoRoutes = Pick<
  Implementations,
  "listPhotos" | "getPhoto" | "deletePhoto" | "retryStep" | "retryAll" | "getFacets"
>

/** The whole app on the embedded table; photos come from a list. */
export function startGallery(documents: Documents, options: GalleryFixtureOptions = {}) {
  const {
    limits,
    photos = [],
    clientIds = [],
    instead = {},
    control = noBackfills,
    hasSecondFactor = async () => true,
  } = options
  const clock = { now: () => NOON }
  const albums = albumStore(documents, TABLE, { clock })
  const quota = quotaStore(documents, TABLE, { limits: { ...LIMITS, ...limits }, arrivals: ARRIVALS, clock })
  const own = (owner: string) => photos.filter((photo) => photo.owner === owner)
  const photoReader: PhotoReader = async (owner, photoIds) =>
    own(owner)
      .filter(({ photoId }) => photoIds.includes(photoId))
      .map(glance)
  const findByChecksum = async (owner: string, sha256: string) =>
    own(owner).find((photo) => photo.sha256 === sha256)?.photoId
  const s3 = new S3Client({ region: "us-east-1", credentials: { accessKeyId: "AKIAX", secretAccessKey: "secret" } })
  const signForm = formSigner(s3, "photos")
  const reportUrl = async ({ bucket, key }: { bucket: string; key: string }) => `https://${bucket}.test/${key}`
  const deps = { albums, quota, photoReader, findByChecksum, signForm, clock, control, hasSecondFactor, reportUrl }
  const reported: Parameters<GalleryOptions["report"]>[] = []
  const implementations = { ...ownRoutes(deps), ...photoRoutes, ...instead }
  const app = galleryApp(implementations, { clientIds, report: (...facts) => void reported.push(facts) })
  return { app, albums, quota, reported }
}

function glance({ photoId, widths = [] }: FakePhoto) {
  const thumbnails = widths.map((width) => ({
    width,
    height: width,
    url: `https://photos.example/${photoId}/${width}`,
  }))
  return { photoId, thumbnails }
}

/** Nobody has a photo: the real ones have tests of their own. */
const photoRoutes: PhotoRoutes = {
  listPhotos: async () => ({ photos: [], cursor: null }),
  getPhoto: () => Promise.reject(notFound()),
  deletePhoto: () => Promise.reject(notFound()),
  retryStep: () => Promise.reject(notFound()),
  retryAll: async () => ({ photos: 0 }),
  getFacets: async () => ({ labels: [], cameras: [], total: 0, videos: 0, processing: 0, failed: 0 }),
}

export interface Sent {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
  /** Claims of the token; null: none. */
  readonly claims?: object | null
}

export const claimsOf = (sub: string) => ({ sub, token_use: "access", client_id: "page" })

/** Calls a route as API Gateway does, behind its JWT authorizer. */
export async function call(
  { app }: Pick<ReturnType<typeof startGallery>, "app">,
  name: RouteName,
  { params = {}, query = "", body, claims = null }: Sent,
) {
  const { method, path } = routes[name]
  const filled = path.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(params[part] ?? "missing"))
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }
  const event = { requestContext: claims === null ? {} : { authorizer: { jwt: { claims } } } }
  const response = await app.request(`${filled}${query}`, { method, ...json }, { event })
  const text = await response.text()
  const answer = text === "" ? undefined : (JSON.parse(text) as unknown)
  return { status: response.status, headers: response.headers, body: answer }
}
