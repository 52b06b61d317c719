import { TEXT_MODEL_VERSION, textOutput } from "../detect-text.ts"
import { textFilters } from "../request-shapes.ts"
import { type TextFilters, textSelection } from "../text-filters.ts"
import type { VideoAnalysis } from "./analysis.ts"
import { byTime } from "./by-time.ts"

interface Start {
  readonly Filters?: TextFilters
}

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_GetTextDetection.html */
export const textDetection: VideoAnalysis<Start, unknown, object> = {
  name: "TextDetection",
  startMembers: { Filters: textFilters },
  getMembers: {},
  list: "TextDetections",
  check: ({ Filters = {} }) => void textSelection(Filters),
  look: async (sight, picture, { Filters = {} }) => textSelection(Filters)(await sight.text(picture)).map(textOutput),
  results: (moments) => ({
    items: byTime(moments, (TextDetection) => ({ TextDetection })),
    others: { TextModelVersion: TEXT_MODEL_VERSION },
  }),
}
