import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { rekognitionNeeds } from "./rekognition.ts"

function needsOf(operation: string) {
  const headers = { "x-amz-target": `RekognitionService.${operation}` }
  const request = { method: "POST", path: "/", query: new URLSearchParams(), headers, caller: { accessKeyId: "F" } }
  const arns = { region: "us-east-1", accountId: "0" }
  return rekognitionNeeds({ ...request, body: Readable.from([]) }, Buffer.from("{}"), arns)
}

it.each(["DetectLabels", "DetectFaces", "RecognizeCelebrities", "StartLabelDetection", "GetLabelDetection"])(
  "needs %s on anything",
  (operation) => {
    expect(needsOf(operation)).toEqual([{ action: `rekognition:${operation}`, resource: "*" }])
  },
)

it("knows no permission for what is done with a resource", () => {
  expect(needsOf("IndexFaces")).toBeUndefined()
})
