import type { CatalogEntry } from "@darkroom/catalog-model"
import type { PhotoDetail } from "@darkroom/gallery-api"

export type FoundBesides = Pick<PhotoDetail, "faces" | "text" | "moderation" | "celebrities" | "colors" | "missing">

/** What was found besides labels. A list is there only where it was asked for and answered: an empty one says that there is nothing. */
export function findingsOf({ record, found, seen }: CatalogEntry): FoundBesides {
  const { features = [], failed = [] } = record.tagging ?? {}
  const missing = failed.length === 0 ? {} : { missing: failed.map(({ feature, message }) => ({ feature, message })) }
  // What was seen in a video has times instead of places.
  if (seen !== undefined) return missing
  const all = { faces: facesOf(found), text: linesOf(found), ...sensitiveAndKnown(found) }
  const answered = (["faces", "text", "moderation", "celebrities"] as const).filter((kind) => features.includes(kind))
  return {
    ...Object.fromEntries(answered.map((kind) => [kind, all[kind]])),
    // Every picture has colours: where there are none, nobody asked.
    ...(found.colors.length === 0
      ? {}
      : { colors: found.colors.map(({ hex, name, share }) => ({ hex, name, share })) }),
    ...missing,
  }
}

type Found = CatalogEntry["found"]

function facesOf({ faces }: Found): PhotoDetail["faces"] {
  return faces
    .map(({ confidence, boundingBox: box, ageRange, emotions, attributes }) => ({
      confidence,
      box,
      ageRange,
      emotions: emotions.map((emotion) => ({ name: emotion.type, confidence: emotion.confidence })),
      attributes: attributes.flatMap(seenAttribute),
    }))
    .toSorted((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
}

/** Smile true is Smile, Gender Female is Female, and Beard false is nothing. */
function seenAttribute({ type, value, confidence }: Found["faces"][number]["attributes"][number]) {
  if (/^false$/i.test(value)) return []
  return [{ name: /^true$/i.test(value) ? type : value, confidence }]
}

function linesOf({ text }: Found): PhotoDetail["text"] {
  return text
    .filter(({ type }) => type === "line")
    .map((line) => ({ text: line.text, confidence: line.confidence, box: line.boundingBox, polygon: line.polygon }))
}

function sensitiveAndKnown({ moderation, celebrities }: Found): Pick<FoundBesides, "moderation" | "celebrities"> {
  return {
    moderation: moderation.map(({ name, parent, confidence }) => ({ name, parent, confidence })),
    celebrities: celebrities.map(({ name, confidence, boundingBox: box, urls }) => ({ name, confidence, box, urls })),
  }
}
