import { movedKey, responseKey } from "@darkroom/events"
import { PermanentError, Unfinished } from "@darkroom/lambda"
import { expect, it } from "vitest"
import { answersKey } from "./answers-key.ts"
import { AnswersInDispute } from "./errors.ts"
import { extracted, imageOf, recogniser, rekognitionError, requested } from "./recogniser.fixture.ts"
import { tagAgain, tagImage } from "./tag-image.ts"

/** A photo whose labels, faces and text are known. */
async function known(script = {}) {
  const image = imageOf("products", "products/a.jpg")
  const fake = recogniser({ script })
  await tagImage(extracted(image), fake.deps)
  fake.asked()
  return { image, ...fake }
}

it("asks for what is named alone, and emits all that is known", async () => {
  const { image, deps, asked, script } = await known()
  script.faces = { FaceDetails: [] }
  const { data } = await tagAgain(requested(image, ["faces"]), deps)
  expect(asked()).toEqual(["faces"])
  expect(data).toMatchObject({
    features: ["labels", "faces", "text"],
    labels: [{ name: "Dog" }],
    faces: [],
    text: [{ text: "STOP" }],
    modelVersion: "3.0",
  })
})

it("asks for a feature that is not the profile's", async () => {
  const { image, deps, asked, calls } = await known()
  const { data } = await tagAgain(requested(image, ["moderation"]), deps)
  expect([asked(), calls.at(-1)!.input]).toMatchObject([["moderation"], { MinConfidence: 50 }])
  expect(data.features).toEqual(["labels", "faces", "text", "moderation"])
})

it("asks for everything where nothing is known, also at the second attempt", async () => {
  const { deps, asked, script } = recogniser({ script: { text: rekognitionError("InternalServerError") } })
  const event = requested(imageOf("products", "products/a.jpg"), ["celebrities"])
  await expect(tagAgain(event, deps)).rejects.toThrow(Unfinished)
  expect(asked()).toEqual(["labels", "faces", "text", "celebrities"])
  delete script.text
  expect((await tagAgain(event, deps)).data.features).toEqual(["labels", "faces", "text", "celebrities"])
  expect(asked()).toEqual(["text"])
})

it("pays once for a request, and again for another one", async () => {
  const { image, deps, asked } = await known()
  await tagAgain(requested(image, ["faces"]), deps)
  await tagAgain(requested(image, ["faces"]), deps)
  expect(asked()).toEqual(["faces"])
  await tagAgain(requested(image, ["faces"], "2"), deps)
  expect(asked()).toEqual(["faces"])
})

it("finds the answers of a photo whose original was moved", async () => {
  const image = imageOf("images", "images/2026/dog.jpg")
  const { deps, asked } = recogniser()
  await tagImage(extracted(image), deps)
  asked()
  const moved = { ...image, key: movedKey(image, "success")!, etag: "other" }
  const { data } = await tagAgain(requested(moved, ["faces"]), deps)
  expect(asked()).toEqual(["faces"])
  expect(data).toMatchObject({ features: ["labels", "faces"], response: { key: responseKey(image) } })
  expect(answersKey(moved)).toBe(responseKey(image))
})

it("loses nothing when two are at work at the same time, and the later one knows all", async () => {
  const { image, deps, documents } = await known()
  let other: Awaited<ReturnType<typeof tagAgain>> | undefined
  documents.beforeWrite(async () => void (other = await tagAgain(requested(image, ["celebrities"], "2"), deps)))
  const mine = await tagAgain(requested(image, ["moderation"]), deps)
  const everything = ["labels", "faces", "text", "moderation", "celebrities"]
  expect(other!.data.features).toEqual(["labels", "faces", "text", "celebrities"])
  expect(mine.data.features).toEqual(everything)
  expect(Object.keys(documents.objects.get(responseKey(image))!.body as object).sort()).toEqual(everything.sort())
  expect(Date.parse(mine.metadata.time)).toBeGreaterThanOrEqual(Date.parse(other!.metadata.time))
})

it("loses nothing when the first answers come twice at the same time", async () => {
  const image = imageOf("products", "products/a.jpg")
  const { deps, documents } = recogniser()
  documents.beforeWrite(() => tagAgain(requested(image, ["celebrities"]), deps))
  const { data } = (await tagImage(extracted(image), deps))!
  expect(data.features).toEqual(["labels", "faces", "text", "celebrities"])
})

it("is tried again where the stored answers keep changing", async () => {
  const { image, deps } = await known()
  const busy = { ...deps, documents: { ...deps.documents, write: async () => false } }
  await expect(tagAgain(requested(image, ["faces"]), busy)).rejects.toThrow(AnswersInDispute)
})

it("still tells what could not be answered before, until it is", async () => {
  const { image, deps, script } = await known({ text: rekognitionError("AccessDeniedException") })
  const first = await tagAgain(requested(image, ["faces"]), deps)
  expect(first.data).toMatchObject({ features: ["labels", "faces"], failed: [{ feature: "text" }] })
  delete script.text
  const second = await tagAgain(requested(image, ["text"], "2"), deps)
  expect(second.data).toMatchObject({ features: ["labels", "faces", "text"], failed: [] })
})

it("keeps an answer whose feature fails later, and says so", async () => {
  const { image, deps, script } = await known()
  script.faces = rekognitionError("InvalidParameterException")
  const { data } = await tagAgain(requested(image, ["faces", "celebrities"]), deps)
  expect(data.features).toEqual(["labels", "faces", "text", "celebrities"])
  expect(data.failed).toMatchObject([{ feature: "faces", code: "InvalidParameterException" }])
  expect(data.faces).toHaveLength(1)
})

it("gives up a request of which everything is refused, though more is known", async () => {
  const { image, deps, script } = await known()
  script.faces = rekognitionError("AccessDeniedException")
  await expect(tagAgain(requested(image, ["faces"]), deps)).rejects.toThrow(PermanentError)
})
