import { validate } from "./constraints.ts"
import { comparedFace, largestFaces } from "./face-output.ts"
import type { RekognitionOperation, WithImage } from "./operation.ts"
import { recognizeCelebritiesRequest } from "./request-shapes.ts"

const MAX_FACES = 64

/** No model here knows who is famous, so that every face is that of nobody. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_RecognizeCelebrities.html */
export const recognizeCelebrities: RekognitionOperation = (sight) => async (input: WithImage, caller) => {
  validate(input, recognizeCelebritiesRequest)
  const faces = await sight.faces(await sight.readImage(input.Image, caller))
  return { CelebrityFaces: [], UnrecognizedFaces: largestFaces(faces, MAX_FACES).map(comparedFace) }
}
