import { errorSchema, openApi, routes } from "@darkroom/gallery-api"
import { handle, type LambdaEvent } from "hono/aws-lambda"
import { describe, expect, it, vi } from "vitest"
import { albumMetadataTable } from "./album-metadata-table.fixture.ts"
import { limitReached } from "./errors.ts"
import { call, claimsOf, startGallery } from "./gallery.fixture.ts"
import { report } from "./report.ts"

const { documents, newOwner } = albumMetadataTable()
const json = { "content-type": "application/json" }
const eventOf = (claims: object) => ({ event: { requestContext: { authorizer: { jwt: { claims } } } } })

function start(options: Parameters<typeof startGallery>[1] = {}) {
  const gallery = startGallery(documents, options)
  const claims = claimsOf(newOwner())
  const post = (body: string | Blob, headers: Record<string, string> = json) =>
    gallery.app.request("/albums", { method: "POST", body, headers }, eventOf(claims))
  return { ...gallery, claims, post }
}

it("serves its own description without a token", async () => {
  const response = await start().app.request("/openapi.json")
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(openApi())))
})

it.each([
  ["an answer", "GET", "/albums"],
  ["an error", "GET", "/photos?limit=0"],
  ["a crash", "GET", "/facets"],
  ["an unknown route", "GET", "/nothing"],
  ["the description", "GET", "/openapi.json"],
])("tells browsers to keep nothing and to guess nothing: %s", async (_, method, path) => {
  const getFacets = async () => Promise.reject(new Error("Crash"))
  const { app, claims } = start({ instead: { getFacets } })
  const { headers } = await app.request(path, { method }, eventOf(claims))
  expect([headers.get("cache-control"), headers.get("x-content-type-options")]).toEqual(["no-store", "nosniff"])
})

describe("a route that is not there", () => {
  it.each([
    ["GET", "/"],
    ["GET", "/albums/"],
    ["DELETE", "/albums"],
    ["GET", "/albums/a/photos/b"],
    ["POST", "/openapi.json"],
  ])("is not found: %s %s", async (method, path) => {
    const { app, claims } = start()
    const response = await app.request(path, { method }, eventOf(claims))
    expect(response.status).toBe(404)
    expect(errorSchema.parse(await response.json()).error.code).toBe("NotFound")
  })
})

describe("an invalid request", () => {
  it("is told everything that is wrong and where", async () => {
    const gallery = start()
    const file = { clientId: "1", name: "", size: 1.5, contentType: "image/jpeg", sha256: "X" }
    const { status, body } = await call(gallery, "signUploads", { claims: gallery.claims, body: { files: [file] } })
    const { error } = errorSchema.parse(body)
    expect([status, error.code]).toEqual([400, "Invalid"])
    const details = error.details as { path: string; message: string }[]
    expect(details.map(({ path }) => path)).toEqual(["body.files.0.name", "body.files.0.size", "body.files.0.sha256"])
    for (const { message } of details) expect(message).not.toBe("")
  })

  it.each(["limit=0", "limit=101", "limit=x", "from=yesterday", "near=here", "status=lost", "label="])(
    "is told of its query %s",
    async (query) => {
      const gallery = start()
      const { status, body } = await call(gallery, "listPhotos", { claims: gallery.claims, query: `?${query}` })
      expect(status).toBe(400)
      expect(errorSchema.parse(body).error.details).toMatchObject([{ path: `query.${query.split("=")[0]}` }])
    },
  )

  it("is told of its parameters", async () => {
    const gallery = start()
    const sent = { claims: gallery.claims, params: { albumId: "a".repeat(129) } }
    expect((await call(gallery, "deleteAlbum", sent)).body).toMatchObject({
      error: { code: "Invalid", details: [{ path: "params.albumId" }] },
    })
  })

  it.each([
    ["no JSON", "{", json],
    ["nothing", "", json],
    ["JSON of another type", "[]", json],
    ["JSON that says to be text", '{"name":"x"}', { "content-type": "text/plain" }],
    ["JSON that does not say so", new Blob(['{"name":"x"}']), {}],
    ["a form", "name=x", { "content-type": "application/x-www-form-urlencoded" }],
  ])("holds %s", async (_, body, headers) => {
    const response = await start().post(body, headers)
    expect(response.status).toBe(400)
    expect(errorSchema.parse(await response.json()).error).toMatchObject({ code: "Invalid", details: [{}] })
  })

  it("may say its type with parameters and in any case", async () => {
    const response = await start().post('{"name":"Fine"}', { "content-type": "Application/JSON; charset=utf-8" })
    expect(response.status).toBe(201)
  })

  it.each([
    ["says so", { ...json, "content-length": "1000001" }],
    ["does not say so", json],
  ])("is too large, and %s", async (_, headers) => {
    const response = await start().post(JSON.stringify({ name: "x".repeat(1_000_000) }), headers)
    expect(response.status).toBe(413)
    expect(errorSchema.parse(await response.json()).error.code).toBe("TooLarge")
  })

  it("is not looked at without a token", async () => {
    const response = await start().app.request("/albums", { method: "POST", body: "{", headers: json }, { event: {} })
    expect(response.status).toBe(401)
  })
})

describe("the caller", () => {
  it.each(["a/b", "..", "a b", "", "ä", "a".repeat(129), 7])("cannot be %j", async (sub) => {
    const gallery = start()
    const { status, body } = await call(gallery, "listAlbums", { claims: { ...gallery.claims, sub } })
    expect([status, errorSchema.parse(body).error.code]).toEqual([401, "Unauthorized"])
  })

  it("is asked for a token by the header that HTTP has for it", async () => {
    const { headers } = await call(start(), "listAlbums", {})
    expect(headers.get("www-authenticate")).toBe("Bearer")
  })

  it("is nobody where there is no Lambda event", async () => {
    expect((await start().app.request("/albums")).status).toBe(401)
  })

  it("may come by one of several clients", async () => {
    const gallery = start({ clientIds: ["cli", "page"] })
    expect((await call(gallery, "listAlbums", { claims: gallery.claims })).status).toBe(200)
  })
})

describe("an unexpected error", () => {
  it("says nothing but a reference, and is reported once with it", async () => {
    const getFacets = vi.fn(async () => Promise.reject(new Error("Secret")))
    const gallery = start({ instead: { getFacets } })
    const { status, body } = await call(gallery, "getFacets", { claims: gallery.claims })
    const { error } = errorSchema.parse(body)
    expect([status, error.code]).toEqual([500, "Internal"])
    expect(JSON.stringify(body)).not.toContain("Secret")
    const { reference } = error.details as { reference: string }
    expect(error.message).toContain(reference)
    expect(gallery.reported).toEqual([
      [expect.any(String), { reference, method: "GET", path: "/facets", error: new Error("Secret") }],
    ])
  })

  it("names the route without ids", async () => {
    const deletePhoto = async () => Promise.reject(new Error("Secret"))
    const gallery = start({ instead: { deletePhoto } })
    await call(gallery, "deletePhoto", { claims: gallery.claims, params: { photoId: "p1" } })
    expect(gallery.reported[0]?.[1].path).toBe("/photos/:photoId")
  })

  it("is an answer that is not what the contract says", async () => {
    const getFacets = async () => ({ total: "many" }) as never
    const gallery = start({ instead: { getFacets } })
    expect((await call(gallery, "getFacets", { claims: gallery.claims })).status).toBe(500)
    expect(gallery.reported).toHaveLength(1)
  })
})

it("leaves out of an answer what the contract does not have", async () => {
  const facets = { labels: [], cameras: [], total: 1, videos: 0, processing: 0, failed: 0, owner: "secret" }
  const gallery = start({ instead: { getFacets: async () => facets } })
  expect((await call(gallery, "getFacets", { claims: gallery.claims })).body).not.toHaveProperty("owner")
})

it.each([
  ["photosPerDay", "2026-11-22T00:00:00.000Z", "60", "2026-11-22 00:00 UTC."],
  ["bytesPerDay", "2026-11-22T00:00:00.000Z", "60", "2026-11-22 00:00 UTC."],
  ["parallelUploads", "2026-11-22T00:01:00.001Z", "120", "2026-11-22 00:02 UTC at the latest."],
  ["parallelUploads", "2026-11-21T23:58:00.000Z", "1", "2026-11-21 23:58 UTC at the latest."],
] as const)("says by Retry-After and in words when %s opens: %s", async (limit, resetsAt, seconds, opens) => {
  const now = Date.parse("2026-11-21T23:59:00.500Z")
  const gallery = start({ instead: { retryAll: async () => Promise.reject(limitReached({ limit, resetsAt }, now)) } })
  const sent = { claims: gallery.claims, body: { service: "tagging", class: "throttled" } }
  const { status, headers, body } = await call(gallery, "retryAll", sent)
  expect([status, headers.get("retry-after")]).toEqual([429, seconds])
  const message = expect.stringMatching(new RegExp(` at ${opens.replace(".", "\\.")}$`)) as string
  expect(body).toMatchObject({ error: { code: "LimitReached", message, details: { limit, resetsAt } } })
  expect(gallery.reported).toEqual([])
})

it("has an implementation of every route answer in its place", async () => {
  const asked: string[] = []
  const names = Object.keys(routes) as (keyof typeof routes)[]
  const instead = Object.fromEntries(names.map((name) => [name, async () => void asked.push(name)]))
  const gallery = start({ instead })
  const params = { albumId: "a", photoId: "p", uploadId: "u", backfillId: "b" }
  const file = { clientId: "1", name: "cat.jpg", size: 1, contentType: "", sha256: "0".repeat(64) }
  const body = { name: "x", files: [file], step: "tagging", service: "tagging", class: "throttled", rate: 5 }
  for (const name of names) {
    const sent = { claims: gallery.claims, params, ...("body" in routes[name] ? { body } : {}) }
    await call(gallery, name, sent)
  }
  expect(asked).toEqual(names)
})

describe("behind API Gateway", () => {
  const lambdaEvent = (method: string, path: string, sub: string) =>
    ({
      version: "2.0",
      routeKey: "ANY /{proxy+}",
      rawPath: path,
      rawQueryString: "limit=7",
      headers: { host: "api.example" },
      isBase64Encoded: false,
      requestContext: {
        domainName: "api.example",
        http: { method, path, protocol: "HTTP/1.1", sourceIp: "::1", userAgent: "test" },
        authorizer: { jwt: { claims: claimsOf(sub), scopes: null } },
      },
    }) as unknown as LambdaEvent

  it("knows the caller and the query, and answers text", async () => {
    const listPhotos = vi.fn(async () => ({ photos: [], cursor: null }))
    const invoke = handle(start({ instead: { listPhotos } }).app)
    const result = await invoke(lambdaEvent("GET", "/photos", "ada"))
    expect(listPhotos).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ userId: "ada", groups: [], params: undefined, query: { limit: 7 } }),
    )
    expect(result).toMatchObject({ statusCode: 200, isBase64Encoded: false, body: '{"photos":[],"cursor":null}' })
  })

  it("answers nothing where there is nothing to say", async () => {
    const invoke = handle(start({ instead: { deletePhoto: async () => {} } }).app)
    const result = await invoke(lambdaEvent("DELETE", "/photos/p1", "ada"))
    expect(result).toMatchObject({ statusCode: 202, isBase64Encoded: false, body: "" })
  })
})

it("reports a failure as one line of JSON", () => {
  const write = vi.spyOn(console, "error").mockImplementation(() => {})
  const cause = new TypeError("Two\nlines")
  report("A request failed", { reference: "r1", method: "GET", path: "/facets", error: cause })
  const [[line]] = write.mock.calls as [[string]]
  write.mockRestore()
  expect(line).not.toContain("\n")
  expect(JSON.parse(line)).toMatchObject({
    level: "ERROR",
    message: "A request failed",
    reference: "r1",
    error: { name: "TypeError", message: "Two\nlines" },
  })
})
