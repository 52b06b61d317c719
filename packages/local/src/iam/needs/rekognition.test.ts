import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { rekognitionNeeds } from "./rekognition.ts"

function needsOf(operation: string, input: object = {}) {
  const headers = { "x-amz-target": `RekognitionService.${operation}` }
  const request = { method: "POST", path: "/", query: new URLSearchParams(), headers, caller: { accessKeyId: "F" } }
  const arns = { region: "us-east-1", accountId: "0" }
  return rekognitionNeeds({ ...request, body: Readable.from([]) }, Buffer.from(JSON.stringify(input)), arns)
}

it.each(["DetectLabels", "DetectFaces", "RecognizeCelebrities", "StartLabelDetection", "GetLabelDetection"])(
  "needs %s on anything",
  (operation) => {
    expect(needsOf(operation)).toEqual([{ action: `rekognition:${operation}`, resource: "*" }])
  },
)

it("needs to hand over the role in whose name Rekognition tells of a job's end", () => {
  const RoleArn = "arn:aws:iam::000000000000:role/Tell"
  expect(needsOf("StartFaceDetection", { NotificationChannel: { RoleArn } })).toEqual([
    { action: "rekognition:StartFaceDetection", resource: "*" },
    { action: "iam:PassRole", resource: RoleArn, context: { "iam:PassedToService": "rekognition.amazonaws.com" } },
  ])
})

it("knows no permission for what is done with a resource", () => {
  expect(needsOf("IndexFaces")).toBeUndefined()
})
