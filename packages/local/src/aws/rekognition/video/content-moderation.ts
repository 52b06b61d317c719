import { MODERATION_MODEL_VERSION, moderationOutput } from "../detect-moderation-labels.ts"
import { percent } from "../request-shapes.ts"
import type { VideoAnalysis } from "./analysis.ts"
import { namedMembers, type NamedRequest, namedResults } from "./named-results.ts"

const DEFAULT_MIN_CONFIDENCE = 50

interface Start {
  readonly MinConfidence?: number
}

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_GetContentModeration.html */
export const contentModeration: VideoAnalysis<Start, NamedRequest, ReturnType<typeof moderationOutput>> = {
  name: "ContentModeration",
  startMembers: { MinConfidence: percent },
  getMembers: namedMembers,
  list: "ModerationLabels",
  async look(sight, picture, { MinConfidence = DEFAULT_MIN_CONFIDENCE }) {
    const labels = await sight.moderation(picture)
    return labels.filter(({ confidence }) => confidence >= MinConfidence).map(moderationOutput)
  },
  results(moments, request) {
    const output = (label: object) => ({ ModerationLabel: label, ContentTypes: [] })
    const { items, others } = namedResults(moments, request, output)
    return { items, others: { ModerationModelVersion: MODERATION_MODEL_VERSION, ...others } }
  },
}
