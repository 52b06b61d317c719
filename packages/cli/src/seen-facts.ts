import type { Seen } from "@darkroom/catalog-model"
import type { Feature, Segment } from "@darkroom/events"
import type { Fact } from "./fact.ts"
import { counted, percent, timeText } from "./format.ts"
import { displayWidth, pad, printable } from "./text.ts"

/** So many stretches are told of one thing; `--json` has all. */
const MOST_SEGMENTS = 5

/** What was seen in a video and when, a line each, and how much of each kind. */
export function seenFacts({ labels, faces, text, moderation, celebrities }: Seen): Fact[] {
  const width = Math.max(0, ...labels.map(({ name }) => displayWidth(name)))
  return [
    [
      "labels",
      labels.map(({ name, confidence, segments, parents }) =>
        [pad(name, width), sure(confidence), timesText(segments), parents.join(", ")].join("  ").trimEnd(),
      ),
    ],
    ["faces", faces === null ? [] : [`up to ${counted(faces.most, "face")} at once, ${timesText(faces.segments)}`]],
    ["text", text.map((line) => `${sure(line.confidence)}  ${printable(line.text)}  ${timesText(line.segments)}`)],
    [
      "moderation",
      moderation.map(({ name, parent, confidence, segments }) =>
        [sure(confidence), printable(name), timesText(segments), parent ?? ""].join("  ").trimEnd(),
      ),
    ],
    [
      "people",
      celebrities.map(({ name, confidence, segments, urls }) =>
        [sure(confidence), printable(name), timesText(segments), ...urls.map(printable)].join("  "),
      ),
    ],
  ]
}

/** `2 labels, up to 2 faces at once, no text`: how much was seen of each kind that was looked for. */
export function seenText({ labels, faces, text, moderation, celebrities }: Seen, features: readonly Feature[]): string {
  const counts: Record<Feature, string> = {
    labels: counted(labels.length, "label"),
    faces: faces === null ? "no faces" : `up to ${counted(faces.most, "face")} at once`,
    text: text.length === 0 ? "no text" : counted(text.length, "line of text", "lines of text"),
    moderation: counted(moderation.length, "moderation label"),
    celebrities: counted(celebrities.length, "well-known person", "well-known people"),
  }
  return features.map((feature) => counts[feature]).join(", ")
}

function sure(confidence: number): string {
  return percent(confidence).padStart(5)
}

/** `0:01.0 to 0:04.5, 0:09.0 to 0:12.4`. */
function timesText(segments: readonly Segment[]): string {
  const told = segments
    .slice(0, MOST_SEGMENTS)
    .map(({ start, end }) => (start === end ? timeText(start) : `${timeText(start)} to ${timeText(end)}`))
  const more = segments.length - told.length
  return told.join(", ") + (more > 0 ? ` and ${counted(more, "more stretch", "more stretches")}` : "")
}
