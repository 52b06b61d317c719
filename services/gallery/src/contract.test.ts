import { errorSchema, type RouteName, routes } from "@darkroom/gallery-api"
import { describe, expect, it } from "vitest"
import { albumMetadataTable } from "./album-metadata-table.fixture.ts"
import { call, claimsOf, startGallery } from "./gallery.fixture.ts"

// What an authorizer in front keeps from ever getting here, should it be missing or set up wrongly. The rest of the contract
// is tried through the running engine: packages/local/e2e/gallery-contract.test.ts.

const { documents } = albumMetadataTable()
const gallery = startGallery(documents, { clientIds: ["page"] })
const names = Object.keys(routes) as RouteName[]

describe.each(names)("%s", (name) => {
  it.each([
    ["no token", null],
    ["a token of another client", { ...claimsOf("ada"), client_id: "elsewhere" }],
    ["a token without a client", { sub: "ada", token_use: "access" }],
    ["an ID token", { ...claimsOf("ada"), token_use: "id", aud: "page" }],
    ["a token of no use", { ...claimsOf("ada"), token_use: undefined }],
  ])("is not for %s", async (_, claims) => {
    const { status, body } = await call(gallery, name, {
      claims,
      params: { albumId: "a", photoId: "p", uploadId: "u" },
    })
    expect([status, errorSchema.parse(body).error.code]).toEqual([401, "Unauthorized"])
  })
})
