import { describe, expect, it } from "vitest"
import { callbackUrl, isCallback, returnPath } from "./return-path.ts"

const base = "https://photos.example/gallery/"

describe("returnPath", () => {
  it("goes back to where the login began", () => {
    expect(returnPath("/gallery/search?label=Dog", base)).toBe("/gallery/search?label=Dog")
  })

  it.each([
    undefined,
    7,
    "https://evil.example/gallery/",
    "//evil.example/gallery/",
    "/elsewhere",
    "javascript:alert(1)",
  ])("goes home for %j", (wanted) => {
    expect(returnPath(wanted, base)).toBe("/gallery/")
  })

  it("never goes back to the callback", () => {
    expect(returnPath("/gallery/callback?code=1", base)).toBe("/gallery/")
  })
})

describe("isCallback", () => {
  it("knows the address that the provider sends the browser to", () => {
    expect(callbackUrl(base)).toBe("https://photos.example/gallery/callback")
    expect(isCallback(new URL("https://photos.example/gallery/callback?code=1&state=2"), base)).toBe(true)
    expect(isCallback(new URL("https://photos.example/gallery/photos/callback"), base)).toBe(false)
  })
})
