import { jsonCall, type ReadNeeds } from "./read-needs.ts"

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
  const { operation } = jsonCall(request, body)
  return OPERATIONS.includes(operation) ? [{ action: `rekognition:${operation}`, resource: "*" }] : undefined
}
