import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { paths, type RouteName } from "@darkroom/gallery-api"
import { randomUUID } from "node:crypto"
import type { Input } from "./gallery-request.ts"
import { type GalleryUser, photoOf, sha256 } from "./gallery-user.ts"
import { type App, plainPhoto } from "./harness.ts"

/** Ids of what somebody has. */
export interface Owned {
  readonly albumId: string
  readonly photoId: string
  readonly uploadId: string
  readonly backfillId: string
}

let photos = 0

/** A file to be signed, of bytes that nobody else has. */
export function newFile(changes: object = {}) {
  const own = randomUUID()
  const file = { clientId: own, name: `${own}.jpg`, size: 1000, contentType: "image/jpeg" }
  return { ...file, sha256: sha256(Buffer.from(own)), ...changes }
}

export async function newAlbum({ client }: GalleryUser): Promise<string> {
  return (await client.createAlbum({ body: { name: `Album ${randomUUID()}` } })).albumId
}

/** Routes that are there for operators alone. */
export const isForOperators = (name: RouteName) => paths[name].path.startsWith("/backfills")

/** A backfill of the users' photos that is under way for as long as a test looks at it. */
export async function newBackfill({ engine, photos }: App): Promise<string> {
  const control = engine.graph.functions.find(({ id }) => id === "BackfillControl")
  const client = new LambdaClient({ endpoint: engine.url, region: "us-east-1", credentials: ANYBODY })
  const source = { kind: "prefix", bucket: photos, prefix: "private/" }
  const Payload = JSON.stringify({ command: "start", source, rate: 0.1 })
  const answer = await client.send(new InvokeCommand({ FunctionName: control!.arn, Payload }))
  const { backfills } = JSON.parse(Buffer.from(answer.Payload!).toString()) as { backfills: { id: string }[] }
  return backfills[0]!.id
}

/** The engine lets in who is none of the app's functions. */
const ANYBODY = { accessKeyId: "local", secretAccessKey: "local" }

/** A photo that has been worked on, in this album. */
export async function newPhoto(user: GalleryUser, albumId?: string): Promise<string> {
  const { uploadId } = await user.upload("own.jpg", await plainPhoto(200 + photos++), "image/jpeg", albumId)
  return (await photoOf(user, uploadId)).photoId
}

export async function newUpload({ client }: GalleryUser): Promise<string> {
  const { uploads } = await client.signUploads({ body: { files: [newFile()] } })
  return (uploads[0] as { uploadId: string }).uploadId
}

/**
 * A valid request of each route. `owned` is what the caller has, or says to have; what a request ends is made for it by
 * `fresh`, so that tests can go in any order.
 */
export interface Case {
  readonly input: (owned: Owned) => Input
  readonly fresh?: (user: GalleryUser) => Promise<Partial<Owned>>
}

export const cases: Readonly<Record<RouteName, Case>> = {
  getMe: { input: () => ({}) },
  listAlbums: { input: () => ({}) },
  createAlbum: { input: () => ({ body: { name: `Made ${randomUUID()}` } }) },
  renameAlbum: { input: ({ albumId }) => ({ params: { albumId }, body: { name: `Renamed ${randomUUID()}` } }) },
  deleteAlbum: {
    input: ({ albumId }) => ({ params: { albumId } }),
    fresh: async (user) => ({ albumId: await newAlbum(user) }),
  },
  addToAlbum: { input: ({ albumId, photoId }) => ({ params: { albumId, photoId } }) },
  removeFromAlbum: {
    input: ({ albumId, photoId }) => ({ params: { albumId, photoId } }),
    fresh: async (user) => ({ albumId: await newAlbum(user) }),
  },
  signUploads: { input: ({ albumId }) => ({ body: { files: [newFile({ albumId }), newFile()] } }) },
  cancelUpload: {
    input: ({ uploadId }) => ({ params: { uploadId } }),
    fresh: async (user) => ({ uploadId: await newUpload(user) }),
  },
  listPhotos: { input: () => ({ query: { limit: "1" } }) },
  getPhoto: { input: ({ photoId }) => ({ params: { photoId } }) },
  deletePhoto: {
    input: ({ photoId }) => ({ params: { photoId } }),
    fresh: async (user) => ({ photoId: await newPhoto(user) }),
  },
  // The step has failed of the photo that only this case asks for.
  retryStep: { input: ({ photoId }) => ({ params: { photoId }, body: { step: "tagging" } }) },
  retryAll: { input: () => ({ body: { service: "tagging", class: "throttled" } }) },
  getFacets: { input: () => ({}) },
  listBackfills: { input: () => ({}) },
  pauseBackfill: { input: ({ backfillId }) => ({ params: { backfillId } }) },
  resumeBackfill: { input: ({ backfillId }) => ({ params: { backfillId } }) },
  cancelBackfill: { input: ({ backfillId }) => ({ params: { backfillId } }) },
  setBackfillRate: { input: ({ backfillId }) => ({ params: { backfillId }, body: { rate: 5 } }) },
}

/** For each field of a query, what it cannot be. */
export const badQueries: Partial<Record<RouteName, Readonly<Record<string, string>>>> = {
  listPhotos: {
    albumId: "x".repeat(129),
    label: "x".repeat(101),
    minConfidence: "101",
    camera: "x".repeat(201),
    from: "yesterday",
    to: "2026-02-30",
    near: "here",
    radiusKm: "0",
    text: "x".repeat(201),
    status: "lost",
    media: "sound",
    limit: "1.5",
    cursor: "x".repeat(2001),
  },
}
