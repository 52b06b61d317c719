import { oneOf } from "../constraints.ts"
import type { VideoAnalysis } from "./analysis.ts"

/** No model here knows who is famous: it looks at the video, and recognises nobody. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_GetCelebrityRecognition.html */
export const celebrityRecognition: VideoAnalysis = {
  name: "CelebrityRecognition",
  startMembers: {},
  getMembers: { SortBy: oneOf(["ID", "TIMESTAMP"]) },
  list: "Celebrities",
  look: async () => [],
  results: () => ({ items: [] }),
}
