import type { DetectedLabel } from "./detected-label.ts"
import { invalidParameter } from "./errors.ts"

const DEFAULT_MAX_LABELS = 1000
const DEFAULT_MIN_CONFIDENCE = 55

interface GeneralLabels {
  readonly LabelInclusionFilters?: readonly string[]
  readonly LabelExclusionFilters?: readonly string[]
  readonly LabelCategoryInclusionFilters?: readonly string[]
  readonly LabelCategoryExclusionFilters?: readonly string[]
}

export interface SelectionInput {
  readonly MaxLabels?: number
  readonly MinConfidence?: number
  readonly Features?: readonly string[]
  readonly Settings?: { readonly GeneralLabels?: GeneralLabels }
}

/** The labels that a request asks for, surest first. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html */
export function labelSelection(input: SelectionInput): (labels: readonly DetectedLabel[]) => DetectedLabel[] {
  const {
    MaxLabels = DEFAULT_MAX_LABELS,
    MinConfidence = DEFAULT_MIN_CONFIDENCE,
    Settings: { GeneralLabels = {} } = {},
  } = input
  if (!Number.isInteger(MaxLabels) || MaxLabels < 0)
    throw invalidParameter("MaxLabels must be a whole number from 0 on")
  if (!(MinConfidence >= 0 && MinConfidence <= 100)) throw invalidParameter("MinConfidence must be between 0 and 100")
  checkFeatures(input)
  return (labels) => {
    const wanted = labels.filter((label) => label.confidence >= MinConfidence && passes(label, GeneralLabels))
    return wanted.toSorted((one, other) => other.confidence - one.confidence).slice(0, MaxLabels)
  }
}

function checkFeatures({ Features = [], Settings = {} }: SelectionInput): void {
  const unsupported = [
    ...Features.filter((feature) => feature !== "GENERAL_LABELS"),
    ...Object.keys(Settings).filter((key) => key !== "GeneralLabels"),
  ]
  if (unsupported.length > 0)
    throw invalidParameter(`the offline engine supports only the feature GENERAL_LABELS, not ${unsupported.join(", ")}`)
}

function passes({ name, categories }: DetectedLabel, filters: GeneralLabels): boolean {
  const has = (list: readonly string[] | undefined, values: readonly string[]) =>
    values.some((value) => list?.includes(value))
  const { LabelInclusionFilters: names, LabelCategoryInclusionFilters: groups } = filters
  if (has(filters.LabelExclusionFilters, [name]) || has(filters.LabelCategoryExclusionFilters, categories)) return false
  if (!names?.length && !groups?.length) return true
  return has(names, [name]) || has(groups, categories)
}
