import type { FaceDetail } from "@aws-sdk/client-rekognition"
import type { Face } from "@darkroom/events"
import { boxOf, percent } from "./box-of.ts"

/** A face in Darkroom's words. What the profile did not ask for is null or not among the attributes. */
export function faceOf(detail: FaceDetail): Face {
  return {
    confidence: percent(detail.Confidence),
    boundingBox: boxOf(detail.BoundingBox ?? {}),
    landmarks: (detail.Landmarks ?? []).flatMap(({ Type, X, Y }) =>
      Type === undefined || X === undefined || Y === undefined ? [] : [{ type: Type, x: X, y: Y }],
    ),
    pose: poseOf(detail.Pose),
    quality: qualityOf(detail.Quality),
    ageRange: ageRangeOf(detail.AgeRange),
    emotions: (detail.Emotions ?? [])
      .flatMap(({ Type, Confidence }) => (Type ? [{ type: Type, confidence: percent(Confidence) }] : []))
      .sort((one, other) => other.confidence - one.confidence),
    attributes: attributesOf(detail),
  }
}

function poseOf(pose: FaceDetail["Pose"]): Face["pose"] {
  return pose ? { roll: pose.Roll ?? 0, yaw: pose.Yaw ?? 0, pitch: pose.Pitch ?? 0 } : null
}

function qualityOf(quality: FaceDetail["Quality"]): Face["quality"] {
  return quality ? { brightness: quality.Brightness ?? 0, sharpness: quality.Sharpness ?? 0 } : null
}

function ageRangeOf(range: FaceDetail["AgeRange"]): Face["ageRange"] {
  if (range?.Low === undefined || range.High === undefined) return null
  return { low: Math.round(range.Low), high: Math.round(range.High) }
}

/** Those that have one value and a confidence, by Rekognition's names. */
const ATTRIBUTES = [
  "Smile",
  "Eyeglasses",
  "Sunglasses",
  "Gender",
  "Beard",
  "Mustache",
  "EyesOpen",
  "MouthOpen",
  "FaceOccluded",
] as const

function attributesOf(detail: FaceDetail): Face["attributes"] {
  const valued = ATTRIBUTES.flatMap((type) => {
    const { Value, Confidence } = detail[type] ?? {}
    return Value === undefined ? [] : [{ type, value: String(Value), confidence: percent(Confidence) }]
  })
  return [...valued, ...eyeDirectionOf(detail.EyeDirection)]
}

function eyeDirectionOf(direction: FaceDetail["EyeDirection"]): Face["attributes"] {
  if (direction?.Yaw === undefined || direction.Pitch === undefined) return []
  const value = `yaw ${direction.Yaw.toFixed(1)}, pitch ${direction.Pitch.toFixed(1)}`
  return [{ type: "EyeDirection", value, confidence: percent(direction.Confidence) }]
}
