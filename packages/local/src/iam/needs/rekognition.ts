import { jsonCall, type ReadNeeds } from "./read-needs.ts"

/** Of the image in S3, `readObject` asks: Rekognition reports it as its own error. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrekognition.html */
export const rekognitionNeeds: ReadNeeds = (request, body) => [
  { action: `rekognition:${jsonCall(request, body).operation}`, resource: "*" },
]
