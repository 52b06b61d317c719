import type { SeenModeration } from "../seen.ts"
import type { NsfwScores } from "./nsfw-model.ts"

/** Below this (0 to 100) the model says it of dressed people. */
const MINIMUM_CONFIDENCE = 20

/**
 * The model's scores under the names of Rekognition's taxonomy 7, the surest first, each parent before its child and as
 * sure as it. The model does not tell what is to be seen of a body, so there is nothing on the third level; and it calls
 * most photos drawings, so nothing follows from that.
 */
export function toModeration({ porn, hentai, sexy }: NsfwScores): SeenModeration[] {
  const branches = [branch(["Explicit", "Explicit Nudity"], porn + hentai), branch(["Swimwear or Underwear"], sexy)]
  return branches
    .flat()
    .filter(({ confidence }) => confidence >= MINIMUM_CONFIDENCE)
    .sort((a, b) => b.confidence - a.confidence)
}

function branch(path: readonly string[], score: number): SeenModeration[] {
  const confidence = Math.min(100, 100 * score)
  return path.map((name, index) => ({
    name,
    parentName: path[index - 1] ?? "",
    taxonomyLevel: index === 0 ? 1 : 2,
    confidence,
  }))
}
