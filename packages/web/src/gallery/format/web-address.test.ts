import { expect, it } from "vitest"
import { webAddress } from "./web-address.ts"

it("completes addresses without a scheme, and names the site", () => {
  expect(webAddress("www.imdb.com/name/nm1")).toEqual({ href: "https://www.imdb.com/name/nm1", site: "imdb.com" })
  expect(webAddress("http://en.example/a")).toEqual({ href: "http://en.example/a", site: "en.example" })
})

it.each(["", "javascript:alert(1)", "data:text/html,x", "https://", "not a site", "somebody"])(
  "has none for %j",
  (url) => {
    expect(webAddress(url)).toBeNull()
  },
)
