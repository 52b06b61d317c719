import { derivedId, ImageTagged, movedKey } from "@darkroom/events"
import { exampleEvent, placeIn } from "@darkroom/testing"
import { expect, it } from "vitest"
import { categorize } from "./categorize.ts"

const { example } = ImageTagged
const tagged = (profile: string, changes: Partial<ImageTagged["data"]> = {}) =>
  exampleEvent(ImageTagged, { image: { ...example.image, ...placeIn(profile, "a/dog.jpg") }, ...changes })

it("decides on a photo and says where its original goes", () => {
  const event = tagged("images")
  expect(categorize(event)?.data).toEqual({
    image: event.data.image,
    taggedAt: event.metadata.time,
    decision: {
      rules: "dogs",
      rule: "dog",
      category: "success",
      reason: "Dog was seen at 97.4 %; 90 % are asked for.",
      disposition: { kind: "move", key: movedKey(event.data.image, "success") },
    },
  })
})

it("moves what failed elsewhere", () => {
  const disposition = { kind: "move", key: `analyzed/failure/${example.image.id}/a/dog.jpg` }
  expect(categorize(tagged("images", { labels: [] }))?.data.decision).toMatchObject({
    category: "failure",
    disposition,
  })
})

it("tags the originals of a profile that moves none", () => {
  expect(categorize(tagged("incoming"))?.data.decision.disposition).toEqual({ kind: "tag" })
})

it("has nothing to do where the profile has no rules", () => {
  expect(categorize(tagged("private-uploads"))).toBeUndefined()
})

it("leaves a photo that was not looked at to a person, with the reason", () => {
  const skipped = "The photo is too small to be tagged: it is 40 by 40 pixels, and each side must have 80."
  const event = tagged("images", { features: [], labels: [], skipped })
  expect(categorize(event)?.data.decision).toMatchObject({
    rule: null,
    category: "review",
    reason: skipped,
    disposition: { key: movedKey(event.data.image, "review") },
  })
})

it("leaves a photo to a person where a rule's feature failed", () => {
  const failed = [{ feature: "labels", code: "AccessDeniedException", message: "Not allowed." }] as const
  expect(categorize(tagged("images", { features: [], labels: [], failed: [...failed] }))?.data.decision).toMatchObject({
    rule: null,
    category: "review",
    reason: 'Things could not be recognised (AccessDeniedException), so the rule "dog" could not be decided.',
  })
})

it("decides on events from before there were features and metadata", () => {
  const { image, labels, skipped, modelVersion } = tagged("images").data
  const old = ImageTagged.create({ image, labels, skipped, modelVersion }, { cause: tagged("images") })
  expect(categorize(old)?.data.decision.category).toBe("success")
})

it("emits the same again of the same event, and a replay's under an id of its own", () => {
  const event = tagged("images")
  const [first, second] = [categorize(event), categorize(event)]
  expect(second?.metadata.id).toBe(first?.metadata.id)
  expect(second?.data).toEqual(first?.data)
  const replayed = categorize({ ...event, replayName: "again" })
  expect(replayed?.metadata).toMatchObject({
    id: derivedId(event.metadata.id, "ImageCategorized", "", "again"),
    origin: "replay",
  })
  expect(replayed?.data).toEqual(first?.data)
})
