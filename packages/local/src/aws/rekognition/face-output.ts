import type { DetectedFace } from "@darkroom/vision"
import { boxOutput, pointOutput } from "./geometry-output.ts"

/** What Rekognition gives where not all attributes are asked for. */
const MAIN_LANDMARKS = ["eyeLeft", "eyeRight", "mouthLeft", "mouthRight", "nose"]

/** By the name in a request. What the recogniser does not know of a face is not in the answer. */
const ATTRIBUTE_OUTPUTS: Readonly<Record<string, (face: DetectedFace) => object>> = {
  AGE_RANGE: ({ ageRange }) => (ageRange ? { AgeRange: { Low: ageRange.low, High: ageRange.high } } : {}),
  EMOTIONS: emotionsOutput,
  GENDER: ({ gender }) => (gender ? { Gender: attributeOutput(gender) } : {}),
  SMILE: smileOutput,
  SUNGLASSES: ({ sunglasses }) => (sunglasses ? { Sunglasses: attributeOutput(sunglasses) } : {}),
}

/** A FaceDetail. ALL wins over what else is asked for. */
export function faceDetail(face: DetectedFace, attributes: readonly string[]) {
  const all = attributes.includes("ALL")
  const wanted = Object.entries(ATTRIBUTE_OUTPUTS).filter(([name]) => all || attributes.includes(name))
  return Object.assign(shapeOutput(face, all), ...wanted.map(([, output]) => output(face))) as object
}

/** A ComparedFace. */
export function comparedFace(face: DetectedFace) {
  return { ...shapeOutput(face, false), ...emotionsOutput(face), ...smileOutput(face) }
}

/** The largest first, and so many of them at the most. */
export function largestFaces(faces: readonly DetectedFace[], count: number): DetectedFace[] {
  const area = ({ boundingBox: { width, height } }: DetectedFace) => width * height
  return faces.toSorted((one, other) => area(other) - area(one)).slice(0, count)
}

function shapeOutput({ boundingBox, confidence, landmarks, pose, quality }: DetectedFace, allLandmarks: boolean) {
  const shown = landmarks.filter(({ type }) => allLandmarks || MAIN_LANDMARKS.includes(type))
  return {
    BoundingBox: boxOutput(boundingBox),
    Confidence: confidence,
    Landmarks: shown.map((landmark) => ({ Type: landmark.type, ...pointOutput(landmark) })),
    Pose: { Roll: pose.roll, Yaw: pose.yaw, Pitch: pose.pitch },
    Quality: { Brightness: quality.brightness, Sharpness: quality.sharpness },
  }
}

function emotionsOutput({ emotions }: DetectedFace): object {
  if (emotions === undefined) return {}
  const surestFirst = emotions.toSorted((one, other) => other.confidence - one.confidence)
  return { Emotions: surestFirst.map(({ type, confidence }) => ({ Type: type, Confidence: confidence })) }
}

function smileOutput({ smile }: DetectedFace): object {
  return smile ? { Smile: attributeOutput(smile) } : {}
}

function attributeOutput({ value, confidence }: { readonly value: unknown; readonly confidence: number }) {
  return { Value: value, Confidence: confidence }
}
