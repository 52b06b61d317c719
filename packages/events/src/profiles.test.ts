import { expect, it } from "vitest"
import { imageIdOf, intakeProfiles, keyMatcher, matchProfile, profileNamed, renditionKey, stepsOf } from "./index.ts"

it.each([
  ["private/ada/uploads/cat.jpg", "private-uploads", "ada"],
  ["private/us-east-1:b1f6/uploads/2026/a b+c.d.JPG", "private-uploads", "us-east-1:b1f6"],
  ["private/ada/uploads/uploads/x", "private-uploads", "ada"],
  ["Incoming/x", "incoming", "shared"],
  ["Incoming/📷 line\nbreak.png", "incoming", "shared"],
  ["images/deep/er/x.webp", "images", "shared"],
])("%j is taken in by %s for %s", (key, profile, owner) => {
  expect(matchProfile(key)).toMatchObject({ owner, profile: { name: profile } })
})

it.each([
  "private/ada/resized/x/256.webp",
  "private/a/b/uploads/x",
  "private//uploads/x",
  "Thumbnails/x",
  "incoming/x",
  "Incoming/",
  "Incoming/folder/",
  "x",
  "",
])("%j is none of Darkroom's business", (key) => expect(matchProfile(key)).toBeUndefined())

it("never takes in a rendition: no profile's keys match any profile's renditions", () => {
  for (const { renditions } of intakeProfiles) {
    expect(matchProfile(renditionKey(renditions.prefix, { id: "i", owner: "ada" }, 256))).toBeUndefined()
  }
})

it("keeps renditions within S3's key length, whatever the original's", () => {
  const key = renditionKey(
    profileNamed("incoming").renditions?.prefix ?? "",
    { id: "0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11", owner: "shared" },
    1024,
  )
  expect(key).toBe("Thumbnails/0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11/1024.webp")
})

it("turns key patterns into EventBridge matchers", () => {
  expect(intakeProfiles.map(keyMatcher)).toEqual([
    { wildcard: "private/*/uploads/*" },
    { prefix: "Incoming/" },
    { prefix: "images/" },
  ])
})

it("asks for the steps that the profile has", () => {
  const profile = profileNamed("incoming")
  expect(stepsOf(profile)).toEqual(["metadata", "tagging", "thumbnail"])
  expect(stepsOf({ ...profile, labels: null, renditions: null })).toEqual(["metadata"])
})

it("says which profiles there are when asked for another", () => {
  expect(() => profileNamed("nope")).toThrow(
    'There is no intake profile "nope"; the profiles are private-uploads, incoming, images',
  )
})

it("gives each upload a photo of its own, and the same upload the same one", () => {
  expect(imageIdOf("b", "k", "01")).toBe(imageIdOf("b", "k", "01"))
  expect(new Set([imageIdOf("b", "k", "01"), imageIdOf("b", "k", "02"), imageIdOf("b", "k0", "1")]).size).toBe(3)
})
