import {
  DetectFacesCommand,
  type DetectFacesCommandInput,
  RecognizeCelebritiesCommand,
} from "@aws-sdk/client-rekognition"
import type { DetectedFace } from "@darkroom/vision"
import { expect, it } from "vitest"
import { blank, face, image, startRekognition } from "./testing.ts"

const known = face(0.3, {
  ageRange: { low: 20, high: 30 },
  gender: { value: "Female", confidence: 98 },
  smile: { value: true, confidence: 91 },
  sunglasses: { value: false, confidence: 97 },
  emotions: [
    { type: "CALM", confidence: 2 },
    { type: "HAPPY", confidence: 95 },
  ],
})

async function start(...faces: DetectedFace[]) {
  const { client } = await startRekognition({ detectFaces: async () => faces })
  return {
    detect: (input: Partial<DetectFacesCommandInput> = {}) =>
      client.send(new DetectFacesCommand({ Image: { Bytes: image }, ...input })),
    recognise: () => client.send(new RecognizeCelebritiesCommand({ Image: { Bytes: image } })),
  }
}

const shape = {
  BoundingBox: { Width: 0.3, Height: 0.3, Left: 0.1, Top: 0.2 },
  Confidence: 99,
  Landmarks: [{ Type: "eyeLeft", X: 0.2, Y: 0.3 }],
  Pose: { Roll: 1, Yaw: 2, Pitch: 3 },
  Quality: { Brightness: 70, Sharpness: 80 },
}
const chin = { Type: "chinBottom", X: 0.25, Y: 0.5 }
const attributes = {
  AgeRange: { Low: 20, High: 30 },
  Gender: { Value: "Female", Confidence: 98 },
  Smile: { Value: true, Confidence: 91 },
  Sunglasses: { Value: false, Confidence: 97 },
  Emotions: [
    { Type: "HAPPY", Confidence: 95 },
    { Type: "CALM", Confidence: 2 },
  ],
}

it.each<[string, DetectFacesCommandInput["Attributes"], object]>([
  ["the main landmarks where nothing is asked for", undefined, shape],
  ["the same by DEFAULT", ["DEFAULT"], shape],
  [
    "those that are named",
    ["AGE_RANGE", "SMILE"],
    { ...shape, AgeRange: attributes.AgeRange, Smile: attributes.Smile },
  ],
  ["all by ALL", ["DEFAULT", "ALL"], { ...shape, Landmarks: [...shape.Landmarks, chin], ...attributes }],
  ["none that the recogniser does not know", ["BEARD", "EYES_OPEN"], shape],
])("gives of a face %s", async (_, Attributes, expected) => {
  const { detect } = await start(known)
  expect((await detect({ Attributes })).FaceDetails).toEqual([expected])
})

it("invents nothing where little is known", async () => {
  const { detect } = await start(face(0.3))
  const [detail] = (await detect({ Attributes: ["ALL"] })).FaceDetails ?? []
  expect(Object.keys(detail ?? {}).toSorted()).toEqual(Object.keys(shape).toSorted())
})

it("gives the hundred largest faces, the largest first", async () => {
  const faces = Array.from({ length: 120 }, (_, index) => face((index + 1) / 1000))
  const { detect } = await start(...faces)
  const widths = (await detect()).FaceDetails?.map(({ BoundingBox }) => BoundingBox?.Width)
  expect(widths).toEqual(Array.from({ length: 100 }, (_, index) => (120 - index) / 1000))
})

it("takes images of any length of side", async () => {
  const { detect } = await start()
  const Bytes = await blank(10_001, 80).png().toBuffer()
  expect((await detect({ Image: { Bytes } })).FaceDetails).toEqual([])
})

it("refuses an attribute that there is not", async () => {
  const { detect } = await start()
  await expect(detect({ Attributes: ["SMILE", "MOOD" as "SMILE"] })).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining("Value 'MOOD' at 'attributes.2.member'"),
  })
})

it("recognises nobody as a celebrity", async () => {
  const { recognise } = await start(face(0.1), known)
  const { CelebrityFaces, UnrecognizedFaces } = await recognise()
  expect(CelebrityFaces).toEqual([])
  expect(UnrecognizedFaces?.[0]).toEqual({ ...shape, Smile: attributes.Smile, Emotions: attributes.Emotions })
  expect(UnrecognizedFaces).toHaveLength(2)
  const crowd = await start(...Array.from({ length: 70 }, () => known))
  expect((await crowd.recognise()).UnrecognizedFaces).toHaveLength(64)
})
