import { oneOf } from "../constraints.ts"
import { faceDetail, largestFaces } from "../face-output.ts"
import type { VideoAnalysis } from "./analysis.ts"
import { byTime } from "./by-time.ts"

/** On one picture. */
const MAX_FACES = 100

interface Start {
  readonly FaceAttributes?: "DEFAULT" | "ALL"
}

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_GetFaceDetection.html */
export const faceDetection: VideoAnalysis<Start, unknown, object> = {
  name: "FaceDetection",
  startMembers: { FaceAttributes: oneOf(["DEFAULT", "ALL"]) },
  getMembers: {},
  list: "Faces",
  look: async (sight, picture, { FaceAttributes = "DEFAULT" }) =>
    largestFaces(await sight.faces(picture), MAX_FACES).map((face) => faceDetail(face, [FaceAttributes])),
  results: (moments) => ({ items: byTime(moments, (Face) => ({ Face })) }),
}
