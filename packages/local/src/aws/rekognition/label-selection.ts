import type { DetectedLabel } from "./detected-label.ts"

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
  readonly Settings?: { readonly GeneralLabels?: GeneralLabels }
}

/** Of the labels those that a request asks for, surest first. */
export function selectedLabels(labels: readonly DetectedLabel[], input: SelectionInput): DetectedLabel[] {
  const {
    MaxLabels = DEFAULT_MAX_LABELS,
    MinConfidence = DEFAULT_MIN_CONFIDENCE,
    Settings: { GeneralLabels = {} } = {},
  } = input
  const wanted = labels.filter((label) => label.confidence >= MinConfidence && passes(label, GeneralLabels))
  return wanted.toSorted((one, other) => other.confidence - one.confidence).slice(0, MaxLabels)
}

function passes({ name, categories }: DetectedLabel, filters: GeneralLabels): boolean {
  const has = (list: readonly string[] | undefined, values: readonly string[]) =>
    values.some((value) => list?.includes(value))
  const { LabelInclusionFilters: names, LabelCategoryInclusionFilters: groups } = filters
  if (has(filters.LabelExclusionFilters, [name]) || has(filters.LabelCategoryExclusionFilters, categories)) return false
  if (!names?.length && !groups?.length) return true
  return has(names, [name]) || has(groups, categories)
}
