import type { Point, SeenText } from "@darkroom/vision"
import { coveredShare, regionCorners, type RegionInput } from "./region.ts"

/** Per cent. */
const DEFAULT_MIN_CONFIDENCE = 80
const MAX_WORDS = 100

export interface TextFilters {
  readonly WordFilter?: {
    readonly MinConfidence?: number
    readonly MinBoundingBoxHeight?: number
    readonly MinBoundingBoxWidth?: number
  }
  readonly RegionsOfInterest?: readonly RegionInput[]
}

/** The words that a request asks for, and the lines that they are in. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectTextFilters.html */
export function textSelection({ WordFilter = {}, RegionsOfInterest = [] }: TextFilters) {
  const { MinConfidence = DEFAULT_MIN_CONFIDENCE, MinBoundingBoxHeight = 0, MinBoundingBoxWidth = 0 } = WordFilter
  const regions = RegionsOfInterest.map(regionCorners)
  const isWanted = ({ confidence, boundingBox }: SeenText) =>
    confidence >= MinConfidence &&
    boundingBox.height >= MinBoundingBoxHeight &&
    boundingBox.width >= MinBoundingBoxWidth &&
    isInside(boundingBox, regions)
  return (all: readonly SeenText[]): SeenText[] => {
    const words = all.filter((text) => text.type === "WORD" && isWanted(text)).slice(0, MAX_WORDS)
    const lines = all.flatMap((text) => (text.type === "LINE" ? lineOf(text, all, words, isWanted) : []))
    return numbered(lines, words)
  }
}

/** Rekognition takes what is more than half inside of a region. */
function isInside(box: SeenText["boundingBox"], regions: readonly (readonly Point[])[]): boolean {
  return regions.length === 0 || regions.some((corners) => coveredShare(box, corners) > 0.5)
}

/** The line with the words of it that are left; none where none is. One without words is judged itself. */
function lineOf(
  line: SeenText,
  all: readonly SeenText[],
  words: readonly SeenText[],
  isWanted: (text: SeenText) => boolean,
): SeenText[] {
  const mine = ({ parentId }: SeenText) => parentId === line.id
  const left = words.filter(mine)
  const count = all.filter(mine).length
  if (count === 0) return isWanted(line) ? [line] : []
  if (left.length === 0) return []
  if (left.length === count) return [line]
  return [{ ...line, text: left.map(({ text }) => text).join(" ") }]
}

/** Lines from 0 on, then the words. */
function numbered(lines: readonly SeenText[], words: readonly SeenText[]): SeenText[] {
  const ids = new Map(lines.map(({ id }, index) => [id, index]))
  return [...lines, ...words].map(({ parentId, ...text }, id) => {
    const line = parentId === undefined ? undefined : ids.get(parentId)
    return { ...text, id, ...(line === undefined ? {} : { parentId: line }) }
  })
}
