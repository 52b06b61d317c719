import { validate } from "./constraints.ts"
import { faceDetail, largestFaces } from "./face-output.ts"
import type { RekognitionOperation, WithImage } from "./operation.ts"
import { detectFacesRequest } from "./request-shapes.ts"

const MAX_FACES = 100

interface Input extends WithImage {
  readonly Attributes?: readonly string[]
}

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectFaces.html */
export const detectFaces: RekognitionOperation = (sight) => async (input: Input, caller) => {
  validate(input, detectFacesRequest)
  const { Attributes = [] } = input
  const faces = await sight.faces(await sight.readImage(input.Image, caller))
  return { FaceDetails: largestFaces(faces, MAX_FACES).map((face) => faceDetail(face, Attributes)) }
}
