import { galleryClient, type GalleryClient, type PhotoSummary, type SignedUpload } from "@darkroom/gallery-api"
import { createHash, randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { authorizeUrl, browser, form, pkce, type TestIdentity, type Tokens, token } from "../src/identity/testing.ts"
import type { Engine } from "../src/index.ts"

export interface GalleryUser {
  readonly client: GalleryClient
  readonly tokens: Tokens
  readonly apiUrl: string
  /** Has the API sign the upload and sends the form, as the page does; gives the answer of S3. */
  upload(
    name: string,
    body: Buffer,
    contentType?: string,
    albumId?: string,
  ): Promise<{ uploadId: string; status: number }>
}

/** Somebody of this name, logged in. */
export async function galleryUser(engine: Engine, name: string): Promise<GalleryUser> {
  const [pool] = engine.graph.userPools
  const [api] = engine.graph.apis
  const apiUrl = `${engine.url}/_apis/${api!.apiId}`
  const of = { issuer: `${engine.url}/_users/${pool!.poolId}`, page: `${engine.url}/gallery/` } as TestIdentity
  const tokens = await logIn(of, pool!.clients[0]!.clientId, name)
  const client = galleryClient({ url: apiUrl, token: async () => tokens.access_token })
  return {
    client,
    tokens,
    apiUrl,
    async upload(fileName, body, contentType = "image/jpeg", albumId) {
      const file = { clientId: randomUUID(), name: fileName, size: body.length, contentType, sha256: sha256(body) }
      const { uploads } = await client.signUploads({ body: { files: [{ ...file, ...(albumId ? { albumId } : {}) }] } })
      const signed = uploads[0] as SignedUpload
      return { uploadId: signed.uploadId, status: (await send(signed, body, contentType)).status }
    },
  }
}

/** The user's photo of this upload, once `until` holds of it; throws with what is known after 25 seconds. */
export async function photoOf(
  user: GalleryUser,
  uploadId: string,
  until = (photo: PhotoSummary) => photo.status !== "processing",
): Promise<PhotoSummary> {
  for (const end = Date.now() + 25_000; ; await sleep(50)) {
    const { photos } = await user.client.listPhotos({ query: {} })
    const found = photos.find((photo) => photo.uploadId === uploadId)
    if (found && until(found)) return found
    if (Date.now() > end) throw new Error(`No such photo after 25 s: ${JSON.stringify(found ?? photos)}`)
  }
}

export function send({ url, fields }: SignedUpload, body: Buffer, contentType: string): Promise<Response> {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  data.set("file", new Blob([new Uint8Array(body)], { type: contentType }))
  return fetch(url, { method: "POST", body: data })
}

export const sha256 = (body: Buffer) => createHash("sha256").update(body).digest("hex")

async function logIn(of: TestIdentity, clientId: string, name: string): Promise<Tokens> {
  const by = browser()
  const { verifier, challenge } = pkce()
  const login = await by.follow(authorizeUrl(of, { client_id: clientId, code_challenge: challenge }), of.page)
  const done = await by.follow(login.url, of.page, form({ name }))
  const code = new URL(done.url).searchParams.get("code") ?? ""
  const grant = { grant_type: "authorization_code", code, redirect_uri: of.page, code_verifier: verifier }
  return (await (await token(of, { client_id: clientId, ...grant })).json()) as Tokens
}
