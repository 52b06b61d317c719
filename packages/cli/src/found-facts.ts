import type { Found } from "@darkroom/catalog-model"
import type { Face } from "@darkroom/events"
import type { Fact } from "./fact.ts"
import { percent } from "./format.ts"
import type { PhotoReport } from "./photo-report.ts"
import { printable } from "./text.ts"

/** What was found in a photo besides labels, a line each. */
export function foundFacts({ faces, text, moderation, celebrities, colors }: Found): Fact[] {
  const lines = text.filter(({ type }) => type === "line")
  return [
    ["faces", faces.map(faceLine)],
    ["text", lines.map((line) => `${percent(line.confidence).padStart(5)}  ${printable(line.text)}`)],
    [
      "moderation",
      moderation.map(({ name, parent, confidence }) =>
        [percent(confidence).padStart(5), printable(name), parent ?? ""].join("  ").trimEnd(),
      ),
    ],
    [
      "people",
      celebrities.map(({ name, confidence, urls }) =>
        [percent(confidence).padStart(5), printable(name), ...urls.map(printable)].join("  "),
      ),
    ],
    ["colours", colors.map(({ hex, name, share }) => `${percent(share).padStart(5)}  ${hex}  ${name}`)],
  ]
}

/** What could not be looked for, and why. */
export function missingFact({ missing }: Pick<PhotoReport, "missing">): Fact {
  return ["missing", missing.map(({ feature, code, message }) => `${feature} (${code}): ${printable(message)}`)]
}

/** The surest emotion, and what is seen of the face: ` 99 %  25 to 35 years, happy, Smile, Female`. */
function faceLine({ confidence, ageRange, emotions, attributes }: Face): string {
  const seen = [
    ageRange === null ? [] : [`${ageRange.low} to ${ageRange.high} years`],
    emotions.slice(0, 1).map(({ type }) => type.toLowerCase()),
    attributes.flatMap(({ type, value }) => (/^false$/i.test(value) ? [] : [/^true$/i.test(value) ? type : value])),
  ].flat()
  return `${percent(confidence).padStart(5)}  ${printable(seen.join(", "))}`.trimEnd()
}
