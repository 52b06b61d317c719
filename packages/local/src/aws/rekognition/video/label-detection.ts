import { LABEL_MODEL_VERSION } from "../detect-labels.ts"
import { labelOutput } from "../label-output.ts"
import { type SelectionInput, selectedLabels } from "../label-selection.ts"
import { generalLabels, percent } from "../request-shapes.ts"
import { list, oneOf, structure } from "../constraints.ts"
import type { VideoAnalysis } from "./analysis.ts"
import { namedMembers, type NamedRequest, namedResults } from "./named-results.ts"

const DEFAULT_MIN_CONFIDENCE = 50

type Label = ReturnType<typeof labelOutput>

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_GetLabelDetection.html */
export const labelDetection: VideoAnalysis<SelectionInput, NamedRequest, Label> = {
  name: "LabelDetection",
  startMembers: {
    MinConfidence: percent,
    Features: list(oneOf(["GENERAL_LABELS"]), { max: 1 }),
    Settings: structure({ GeneralLabels: generalLabels }),
  },
  getMembers: namedMembers,
  list: "Labels",
  look: async (sight, picture, { MinConfidence = DEFAULT_MIN_CONFIDENCE, Settings = {} }) =>
    selectedLabels(await sight.labels(picture), { MinConfidence, Settings }).map(labelOutput),
  results(moments, request) {
    const { items, others } = namedResults(moments, request, ({ Instances, ...label }, inSegments) => ({
      Label: inSegments ? label : { ...label, Instances },
    }))
    return { items, others: { LabelModelVersion: LABEL_MODEL_VERSION, ...others } }
  },
}
