import { describe, expect, it } from "vitest"
import { imageExample, imageSchema } from "./image.ts"
import { intakeProfiles, movedKeys, ownerOf } from "./profiles.ts"

const { id } = imageExample
const exampleKeys = intakeProfiles.map(({ name, keys, owner }) => ({
  profile: name,
  key: keys.replace("{userId}", "ada").replace("**", "a/b.jpg"),
  owner: owner === "shared" ? "shared" : "ada",
}))

describe("the owner of an image", () => {
  it.each(exampleKeys)("is $owner for $key in the profile $profile", ({ owner, ...place }) => {
    const image = { ...imageExample, ...place, owner }
    expect(imageSchema.parse(image)).toEqual(image)
    for (const key of movedKeys({ id, ...place })) expect(imageSchema.parse({ ...image, key }).owner).toBe(owner)
  })

  it.each([
    ["another user", { owner: "grace" }],
    ["everybody", { owner: "shared" }],
    ["another user's key", { key: "private/grace/uploads/a.jpg" }],
    ["a key that the profile does not take", { key: "Incoming/a.jpg" }],
    ["a profile that does not take the key", { profile: "incoming", owner: "shared" }],
    ["no profile", { profile: "nope" }],
    ["a folder", { key: "private/ada/uploads/a/" }],
    ["a rendition", { key: `private/ada/resized/${id}/256.webp` }],
    ["where another photo was moved", { key: "analyzed/success/other/a.jpg", profile: "images", owner: "shared" }],
  ])("cannot be forged: %s", (_, forged) => {
    const { error } = imageSchema.safeParse({ ...imageExample, ...forged })
    expect(error?.issues).toMatchObject([{ path: ["owner"], message: "it is not the owner of the key" }])
  })

  it("stays the same for a moved original whose key had to be cut", () => {
    const image = { id, key: `images/${"é".repeat(508)}`, profile: "images" }
    expect(movedKeys(image).map((key) => ownerOf({ ...image, key }))).toEqual(["shared", "shared", "shared"])
  })
})
