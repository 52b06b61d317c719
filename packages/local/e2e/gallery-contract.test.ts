import { type RouteName, routes } from "@darkroom/gallery-api"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Forged, forgedTokens, secretsIn, signedAgain } from "./forged-tokens.ts"
import {
  badQueries,
  cases,
  isForOperators,
  newAlbum,
  newBackfill,
  newFile,
  newPhoto,
  newUpload,
  type Owned,
} from "./gallery-cases.ts"
import { ask, expectSuccess, type Input, refusal } from "./gallery-request.ts"
import { type GalleryUser, galleryUser } from "./gallery-user.ts"
import { type App, appGraph, attempts, fixedRecogniser, startApp } from "./harness.ts"

const names = Object.keys(routes) as RouteName[]
const partsOf = (name: RouteName, part: "params" | "query" | "body") => {
  const route: object = routes[name]
  return part in route ? Object.keys((route as Record<string, { shape: object }>)[part]!.shape) : []
}
const withPart = (part: "params" | "query" | "body") => names.filter((name) => part in routes[name])

let folder: string
let app: App
let ada: GalleryUser
let eve: GalleryUser
/** In the group that looks after backfills. */
let operator: GalleryUser
let adas: Owned
let eves: Owned
/** A photo of Ada's whose tagging failed, and can be tried again. */
let failed: string
let secrets: ReturnType<typeof secretsIn>
let forged: Forged
/** An access token but for its use. */
let idToken: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gallery-contract-"))
  let broken = true
  const sees = fixedRecogniser()
  // One feature that is answered would be enough for a photo to be tagged.
  const unlessBroken =
    <Seen>(see: (bytes: Uint8Array) => Promise<Seen>) =>
    (bytes: Uint8Array) =>
      broken ? Promise.reject(new Error("out of order")) : see(bytes)
  const [detectLabels, detectFaces] = [unlessBroken(sees.detectLabels), unlessBroken(sees.detectFaces)]
  app = await startApp({
    graph: await appGraph((graph) => attempts(graph, "Tagging", 1)),
    recogniser: { ...sees, detectLabels, detectFaces },
    folder,
  })
  ada = await galleryUser(app.engine, "Ada")
  eve = await galleryUser(app.engine, "Eve")
  operator = await galleryUser(app.engine, "Operators")
  failed = await newPhoto(ada)
  broken = false
  adas = await belongings(ada)
  eves = await belongings(eve)
  const [pool] = app.engine.graph.userPools
  secrets = secretsIn(folder, pool!.poolId)
  forged = await forgedTokens(ada.tokens.access_token, secrets)
  idToken = await signedAgain(ada.tokens.access_token, secrets, { token_use: "id" })
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

async function belongings(user: GalleryUser): Promise<Owned> {
  // Nobody's own: who is no operator finds none.
  const backfillId = await newBackfill(app)
  const albumId = await newAlbum(user)
  return { albumId, photoId: await newPhoto(user, albumId), uploadId: await newUpload(user), backfillId }
}

const ownedFor = (name: RouteName): Owned => (name === "retryStep" ? { ...adas, photoId: failed } : adas)
const inputOf = (name: RouteName, owned = ownedFor(name)): Input => cases[name].input(owned)
const invocations = () => app.engine.stats().find(({ id }) => id === "GalleryApi")?.invocations

it("has a case of every route, and of no other", () => {
  expect(Object.keys(cases)).toEqual(names)
  expect(Object.keys(badQueries)).toEqual(withPart("query"))
  for (const name of withPart("query")) expect(Object.keys(badQueries[name]!)).toEqual(partsOf(name, "query"))
  for (const name of names)
    for (const part of ["params", "body"] as const)
      expect([name, part, part in cases[name].input(adas)]).toEqual([name, part, part in routes[name]])
})

describe.each(names)("%s", (name) => {
  it("answers its owner as documented, and with nothing that is not", async () => {
    const fresh = isForOperators(name) ? { backfillId: await newBackfill(app) } : await cases[name].fresh?.(ada)
    const owner = isForOperators(name) ? operator : ada
    const answer = await ask(owner, name, inputOf(name, { ...ownedFor(name), ...fresh }))
    expectSuccess(name, answer)
    expect(answer.headers.get("cache-control")).toBe("no-store")
  })

  it("is not reached with a bad token", async () => {
    const before = invocations()
    const refused = Object.entries(forged).map(async ([what, token]) => {
      const { status, headers, text } = await ask(
        ada,
        name,
        inputOf(name),
        token === undefined ? null : `Bearer ${token}`,
      )
      return [what, status, text, headers.has("www-authenticate")]
    })
    const expected = Object.keys(forged).map((what) => [what, 401, `{"message":"Unauthorized"}`, true])
    expect(await Promise.all(refused)).toEqual(expected)
    expect(invocations()).toBe(before)
  })

  // API Gateway lets one in whose audience is the client: it does not know what a token is for.
  it("takes no ID token in place of an access token", async () => {
    for (const token of [ada.tokens.id_token, idToken]) {
      const answer = await ask(ada, name, inputOf(name), `Bearer ${token}`)
      expect(refusal(answer)).toEqual({ status: 401, code: "Unauthorized", places: [] })
    }
  })
})

describe("a bad token", () => {
  it("is bad by what was changed in it: signed again as it was, it is taken", async () => {
    const token = await signedAgain(ada.tokens.access_token, secrets)
    expect((await ask(ada, "getMe", {}, `Bearer ${token}`)).status).toBe(200)
  })
})

describe.each(withPart("params"))("%s of somebody else", (name) => {
  const params = partsOf(name, "params") as (keyof Owned)[]

  const combinations = [params, ...(params.length > 1 ? params.map((param) => [param]) : [])]
  it.each(combinations.map((of) => [of.join(" and "), of] as const))("is not found by its %s", async (_, of) => {
    const theirs = Object.fromEntries(of.map((param) => [param, adas[param]]))
    expect(refusal(await ask(eve, name, inputOf(name, { ...eves, ...theirs })))).toMatchObject({
      status: 404,
      code: "NotFound",
    })
  })

  it("is answered just as what there is not", async () => {
    const none = { albumId: "none", photoId: "none", uploadId: "none", backfillId: "none" }
    const theirs = await ask(eve, name, inputOf(name, adas))
    const nobodys = await ask(eve, name, inputOf(name, none))
    expect([theirs.status, theirs.text]).toEqual([nobodys.status, nobodys.text])
  })
})

const withoutParams = names.filter((name) => !("params" in routes[name]))

describe.each(withoutParams.filter((name) => !isForOperators(name)))("%s", (name) => {
  it("tells nobody of what is somebody else's", async () => {
    const answer = await ask(eve, name, inputOf(name, eves))
    expectSuccess(name, answer)
    const { userId } = await ada.client.getMe()
    const { albums } = await ada.client.listAlbums()
    const secrets = [userId, failed, ...Object.values(adas), ...albums.map((album) => album.name)]
    expect(secrets.filter((secret) => answer.text.includes(secret))).toEqual([])
  })
})

describe.each(withoutParams.filter(isForOperators))("%s", (name) => {
  it("is not there for who is no operator", async () => {
    expect(refusal(await ask(ada, name, inputOf(name)))).toMatchObject({ status: 404, code: "NotFound" })
  })
})

describe("what is somebody else's", () => {
  it("is in no list that is asked for it", async () => {
    const { photos } = await eve.client.listPhotos({ query: {} })
    expect(photos.map(({ photoId }) => photoId)).toEqual([eves.photoId])
    expect(refusal(await ask(eve, "listPhotos", { query: { albumId: adas.albumId } })).status).toBe(404)
    expect(await eve.client.getFacets()).toMatchObject({ total: 1, failed: 0 })
  })

  it("is no place to go on at in a list", async () => {
    const { cursor } = await ada.client.listPhotos({ query: { limit: 1 } })
    expect(cursor).toEqual(expect.any(String))
    const answer = await ask(eve, "listPhotos", { query: { limit: "1", cursor: cursor! } })
    expect(refusal(answer)).toEqual({ status: 400, code: "Invalid", places: ["query.cursor"] })
  })

  it("takes no upload into its albums, and is no duplicate", async () => {
    const { photos } = await ada.client.listPhotos({ query: {} })
    const files = [newFile({ albumId: adas.albumId }), newFile({ sha256: photos[0]!.sha256! })]
    const { uploads } = await eve.client.signUploads({ body: { files } })
    expect(uploads).toMatchObject([{ error: { code: "NotFound" } }, { uploadId: expect.any(String) as string }])
  })

  it("is as it was", async () => {
    const photo = await ada.client.getPhoto({ params: adas })
    expect(photo).toMatchObject({ status: "processed", albums: [{ albumId: adas.albumId }] })
    expect((await ask(ada, "cancelUpload", { params: { uploadId: adas.uploadId } })).status).toBe(204)
  })
})

describe("a signed address", () => {
  const change = (url: string, changes: Record<string, string | null>, pathname?: string) => {
    const changed = new URL(url)
    if (pathname !== undefined) changed.pathname = pathname
    for (const [name, value] of Object.entries(changes))
      if (value === null) changed.searchParams.delete(name)
      else changed.searchParams.set(name, value)
    return changed.href
  }

  it("is good for one file, as it was signed, and saves an original instead of showing it", async () => {
    const { downloads, thumbnails } = await ada.client.getPhoto({ params: adas })
    const others = await eve.client.getPhoto({ params: eves })
    const original = await fetch(downloads.original!)
    expect([original.status, original.headers.get("content-disposition")]).toEqual([
      200,
      `attachment; filename="own.jpg"; filename*=UTF-8''own.jpg`,
    ])
    for (const url of [downloads.original!, thumbnails[0]!.url]) {
      const refused = [
        change(url, {}, new URL(others.downloads.original!).pathname),
        change(url, { "X-Amz-Expires": "604800" }),
        change(url, { "response-content-disposition": "inline" }),
        change(url, { "response-content-type": "text/html" }),
        change(url, { "X-Amz-Signature": "0".repeat(64) }),
        change(url, { "X-Amz-Signature": null }),
      ]
      const statuses = await Promise.all(refused.map(async (address) => (await fetch(address)).status))
      expect(statuses.filter((status) => status < 400)).toEqual([])
      expect((await fetch(url, { method: "PUT", body: "mine" })).status).toBe(403)
      expect((await fetch(url, { method: "DELETE" })).status).toBe(403)
      expect((await fetch(url)).status).toBe(200)
    }
  })
})

describe("a request that makes no sense", () => {
  const invalid = (...places: string[]) => ({ status: 400, code: "Invalid", places })

  const params = withPart("params").flatMap((name) => partsOf(name, "params").map((param) => [name, param] as const))
  it.each(params)("is told which parameter: %s, %s", async (name, param) => {
    const input = inputOf(name)
    const answer = await ask(ada, name, { ...input, params: { ...input.params, [param]: "x".repeat(129) } })
    expect(refusal(answer)).toEqual(invalid(`params.${param}`))
  })

  const queries = Object.entries(badQueries).flatMap(([name, bad]) =>
    Object.entries(bad).map(([field, value]) => [name as RouteName, field, value] as const),
  )
  it.each(queries)("is told which part of the query: %s, %s", async (name, field, value) => {
    expect(refusal(await ask(ada, name, { query: { [field]: value } }))).toEqual(invalid(`query.${field}`))
  })

  const bodies = withPart("body").flatMap((name) => partsOf(name, "body").map((field) => [name, field] as const))
  it.each(bodies)("is told which field of the body: %s, %s", async (name, field) => {
    const input = inputOf(name)
    const { [field]: _, ...without } = input.body as Record<string, unknown>
    for (const body of [without, { ...without, [field]: null }, { ...without, [field]: true }])
      expect(refusal(await ask(ada, name, { ...input, body }))).toEqual(invalid(`body.${field}`))
  })

  it.each(Object.keys(newFile({ albumId: "" })))("is told which field of which file: %s", async (field) => {
    const body = { files: [newFile(), newFile({ [field]: null })] }
    expect(refusal(await ask(ada, "signUploads", { body }))).toEqual(invalid(`body.files.1.${field}`))
  })

  it.each(withPart("body"))("is told of a body that is none: %s", async (name) => {
    for (const body of ["", "{", "[]", "null", `"text"`])
      expect(refusal(await ask(ada, name, { ...inputOf(name), body }))).toEqual(invalid("body"))
  })
})
