import { describe, expect, it } from "vitest"
import {
  type Condition,
  type Feature,
  featuresOf,
  imageIdOf,
  intakeProfiles,
  keyMatcher,
  matchProfile,
  movedImageId,
  movedKey,
  movedKeys,
  profileNamed,
  renditionKey,
  responseKey,
  stepsOf,
} from "./index.ts"

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
    if (renditions === null) continue
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
  expect(intakeProfiles.slice(0, 3).map(keyMatcher)).toEqual([
    { wildcard: "private/*/uploads/*" },
    { prefix: "Incoming/" },
    { prefix: "images/" },
  ])
})

it("asks for the steps that the profile has", () => {
  const profile = profileNamed("incoming")
  expect(stepsOf(profile)).toEqual(["metadata", "tagging", "thumbnail", "categorization"])
  expect(stepsOf({ ...profile, recognition: null, rules: null, renditions: null })).toEqual(["metadata"])
})

it("says which profiles there are when asked for another", () => {
  expect(() => profileNamed("nope")).toThrow(
    'There is no intake profile "nope"; the profiles are private-uploads, incoming, images, products, wildlife, documents, moderation, labels, faces, text, celebrities',
  )
})

it("gives each upload a photo of its own, and the same upload the same one", () => {
  expect(imageIdOf("b", "k", "01")).toBe(imageIdOf("b", "k", "01"))
  expect(new Set([imageIdOf("b", "k", "01"), imageIdOf("b", "k", "02"), imageIdOf("b", "k0", "1")]).size).toBe(3)
})

describe("a moved original", () => {
  const image = { id: "0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11", key: "images/a/dog 🐕.jpg", profile: "images" }
  const moved = `analyzed/success/${image.id}/a/dog 🐕.jpg`

  it("has a key with its category and id, which nothing takes in", () => {
    expect(movedKey(image, "success")).toBe(moved)
    expect(matchProfile(moved)).toBeUndefined()
    expect(movedImageId(moved)).toBe(image.id)
    expect(movedKeys(image)).toHaveLength(3)
  })

  it("can be moved again, to the key that it would have had at once", () => {
    expect(movedKey({ ...image, key: moved }, "failure")).toBe(`analyzed/failure/${image.id}/a/dog 🐕.jpg`)
  })

  it("stays within S3's key length", () => {
    const key = movedKey({ ...image, key: `images/${"é".repeat(508)}` }, "review")!
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024)
    expect(key).toMatch(/\/é+$/)
  })

  it("is none of a profile that moves nothing", () => {
    expect(movedKey({ ...image, profile: "incoming" }, "success")).toBeUndefined()
    expect(movedImageId("images/a.jpg")).toBeUndefined()
  })
})

it("looks only at what its profile asks for: rules and recognition fit", () => {
  const asked = (condition: Condition): Feature[] => {
    if ("all" in condition) return condition.all.flatMap(asked)
    if ("any" in condition) return condition.any.flatMap(asked)
    if ("none" in condition) return condition.none.flatMap(asked)
    if ("label" in condition) return ["labels"]
    if ("celebrity" in condition) return ["celebrities"]
    return (["faces", "text", "moderation"] as const).filter((feature) => feature in condition)
  }
  for (const profile of intakeProfiles)
    for (const { when } of profile.rules?.rules ?? [])
      expect(featuresOf(profile)).toEqual(expect.arrayContaining(asked(when)))
})

it("stores Rekognition's answers under the original's key, however long that is", () => {
  const id = "0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11"
  expect(responseKey({ key: "faces/a.jpg", id })).toBe(`sync/faces/a.jpg-analysis/${id}/response.json`)
  const long = responseKey({ key: `faces/${"日".repeat(339)}`, id })
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(1024)
  expect(long).toMatch(/^sync\/日+-analysis\//)
})
