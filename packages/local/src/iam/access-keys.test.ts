import { expect, it } from "vitest"
import { accessKeys } from "./access-keys.ts"

const secretsOf = accessKeys({ knows: (id) => ["local", "GalleryApi"].includes(id) }, "of functions")

it("gives the known secret to clients that are no browsers, and functions a secret of their own", () => {
  expect(secretsOf("local", {})).toEqual(["local"])
  expect(secretsOf("GalleryApi", {})).toEqual(["of functions", "local"])
  // Node's own fetch sends this one.
  expect(secretsOf("local", { "sec-fetch-mode": "cors" })).toEqual(["local"])
})

it.each([{ origin: "http://127.0.0.1:4900" }, { "sec-fetch-site": "none" }, { "sec-fetch-site": "same-origin" }])(
  "takes nothing from a browser that was signed with the known secret: %j",
  (headers) => {
    expect(secretsOf("local", headers)).toEqual([])
    expect(secretsOf("GalleryApi", headers)).toEqual(["of functions"])
  },
)

it("knows no other access key", () => {
  expect(secretsOf("Stranger", {})).toBeUndefined()
})
