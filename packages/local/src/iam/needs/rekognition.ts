import type { Need } from "../need.ts"
import { asRecord, jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

/** Operations without a resource of their own. What collections, projects and stream processors are for has one, and is not here. */
const OPERATIONS = [
  "CompareFaces",
  "DetectFaces",
  "DetectLabels",
  "DetectModerationLabels",
  "DetectProtectiveEquipment",
  "DetectText",
  "GetCelebrityInfo",
  "GetCelebrityRecognition",
  "GetContentModeration",
  "GetFaceDetection",
  "GetFaceSearch",
  "GetLabelDetection",
  "GetPersonTracking",
  "GetSegmentDetection",
  "GetTextDetection",
  "RecognizeCelebrities",
  "StartCelebrityRecognition",
  "StartContentModeration",
  "StartFaceDetection",
  "StartLabelDetection",
  "StartPersonTracking",
  "StartSegmentDetection",
  "StartTextDetection",
]

/** Of the image in S3, `readObject` asks: Rekognition reports it as its own error. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrekognition.html */
export const rekognitionNeeds: ReadNeeds = (request, body) => {
  const { operation, input } = jsonCall(request, body)
  if (!OPERATIONS.includes(operation)) return undefined
  return [{ action: `rekognition:${operation}`, resource: "*" }, ...roleNeeds(asRecord(input["NotificationChannel"]))]
}

/** Who has Rekognition tell a topic in a role's name hands that role to it. */
function roleNeeds(channel: Record<string, unknown>): Need[] {
  const role = textOf(channel, "RoleArn")
  if (role === undefined) return []
  return [{ action: "iam:PassRole", resource: role, context: { "iam:PassedToService": "rekognition.amazonaws.com" } }]
}
