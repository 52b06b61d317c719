import { bytes, integer, list, number, oneOf, structure, text } from "./constraints.ts"
import { MAX_REQUEST_BYTES } from "./image-input.ts"

// As in the service's model. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_Operations_Amazon_Rekognition.html

const Image = structure({
  Bytes: bytes({ min: 1, max: MAX_REQUEST_BYTES }),
  S3Object: structure({
    Bucket: text({ min: 3, max: 255, pattern: /^[0-9A-Za-z.\-_]*$/ }),
    Name: text({ min: 1, max: 1024 }),
    Version: text({ min: 1, max: 1024 }),
  }),
})
export const percent = number({ min: 0, max: 100 })
const ratio = number({ min: 0, max: 1 })

const labelFilter = list(text({ max: 50, pattern: /^[A-Za-z0-9àâèçñó'\-_(). ]*$/ }), { max: 100 })

export const generalLabels = structure({
  LabelInclusionFilters: labelFilter,
  LabelExclusionFilters: labelFilter,
  LabelCategoryInclusionFilters: labelFilter,
  LabelCategoryExclusionFilters: labelFilter,
})

export const detectLabelsRequest = structure(
  {
    Image,
    MaxLabels: integer({ min: 0 }),
    MinConfidence: percent,
    Features: list(oneOf(["GENERAL_LABELS", "IMAGE_PROPERTIES"]), { max: 2 }),
    Settings: structure({
      GeneralLabels: generalLabels,
      ImageProperties: structure({ MaxDominantColors: integer({ min: 0, max: 20 }) }),
    }),
  },
  "Image",
)

export const ATTRIBUTES = [
  "DEFAULT",
  "ALL",
  "AGE_RANGE",
  "BEARD",
  "EMOTIONS",
  "EYE_DIRECTION",
  "EYEGLASSES",
  "EYES_OPEN",
  "GENDER",
  "MOUTH_OPEN",
  "MUSTACHE",
  "FACE_OCCLUDED",
  "SMILE",
  "SUNGLASSES",
] as const

export const detectFacesRequest = structure({ Image, Attributes: list(oneOf(ATTRIBUTES)) }, "Image")

const point = structure({ X: number(), Y: number() })
const boundingBox = structure({ Width: number(), Height: number(), Left: number(), Top: number() })

export const textFilters = structure({
  WordFilter: structure({ MinConfidence: percent, MinBoundingBoxHeight: ratio, MinBoundingBoxWidth: ratio }),
  RegionsOfInterest: list(structure({ BoundingBox: boundingBox, Polygon: list(point) }), { max: 10 }),
})

export const detectTextRequest = structure({ Image, Filters: textFilters }, "Image")

const CLASSIFIERS = ["FreeOfPersonallyIdentifiableInformation", "FreeOfAdultContent"]
const VERSION_ARN = /^arn:[a-z\d-]+:rekognition:[a-z\d-]+:\d{12}:project\/[\w.-]{1,255}\/version\/[\w.-]{1,255}\/\d+$/

export const detectModerationLabelsRequest = structure(
  {
    Image,
    MinConfidence: percent,
    HumanLoopConfig: structure(
      {
        HumanLoopName: text({ min: 1, max: 63, pattern: /^[a-z0-9](-*[a-z0-9])*$/ }),
        FlowDefinitionArn: text({ max: 256 }),
        DataAttributes: structure({ ContentClassifiers: list(oneOf(CLASSIFIERS), { max: 256 }) }),
      },
      "HumanLoopName",
      "FlowDefinitionArn",
    ),
    ProjectVersion: text({ min: 20, max: 2048, pattern: VERSION_ARN }),
  },
  "Image",
)

export const recognizeCelebritiesRequest = structure({ Image }, "Image")
