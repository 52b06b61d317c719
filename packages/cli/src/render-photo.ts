import type { Label } from "@darkroom/events"
import { type Fact, present } from "./fact.ts"
import { statusColor } from "./facts.ts"
import { foundFacts, missingFact } from "./found-facts.ts"
import { bytesText, counted, dimensions, percent, timeText } from "./format.ts"
import { photoMetadataFacts, videoMetadataFacts } from "./metadata-facts.ts"
import type { ShownPhoto } from "./photo-report.ts"
import { seenFacts, seenText } from "./seen-facts.ts"
import { waitingText } from "./steps.ts"
import { type Colors, displayWidth, pad, plain, printable } from "./text.ts"

/** Every fact of a photo or video, a line or more each. */
export function renderPhoto(photo: ShownPhoto, { colors = plain }: { colors?: Colors } = {}): string {
  const facts = [...statusFacts(photo, colors), ...metadataFacts(photo), ...resultFacts(photo)]
  const told = facts.filter(([, lines]) => lines.length > 0)
  const width = Math.max(...told.map(([name]) => name.length)) + 2
  return told
    .flatMap(([name, lines]) => lines.map((line, index) => colors.dim(pad(index === 0 ? name : "", width)) + line))
    .join("\n")
}

function statusFacts(photo: ShownPhoto, colors: Colors): Fact[] {
  const { status, reason, message, steps, failures } = photo
  const color = statusColor(photo, colors)
  const detail = waitingText({ status, steps, failures: [] }) ?? reason
  return [
    ["id", present(photo.imageId)],
    ["status", [color(detail ? `${status}: ${detail}` : status), ...present(message).map(printable)]],
    ["steps", status === "deleted" ? [] : [steps.map(({ step, state }) => `${step} ${state}`).join(", ")]],
    [
      "failures",
      failures.map((failure) =>
        colors.red(`${failure.service} (${failure.class}, attempt ${failure.attempts}): ${printable(failure.message)}`),
      ),
    ],
    ["decision", decisionLines(photo, colors)],
    ["key", present(photo.key).map(printable)],
    ["moved to", present(photo.movedTo).map(printable)],
    ["archive", archiveLines(photo)],
    ["owner", present(photo.owner)],
    ["uploaded", present(photo.uploadedAt)],
  ]
}

function metadataFacts({ metadata, video }: ShownPhoto): Fact[] {
  if (video !== null) return videoMetadataFacts(video)
  return metadata === null ? [] : photoMetadataFacts(metadata)
}

function decisionLines({ decision }: ShownPhoto, colors: Colors): string[] {
  if (decision === null) return []
  const { category, rules, rule, reason } = decision
  const color = { success: colors.green, failure: colors.red, review: colors.yellow }[category]
  return [`${color(category)} (${rules}${rule === null ? ", no rule held" : `, rule ${rule}`})`, printable(reason)]
}

function archiveLines({ archived }: ShownPhoto): string[] {
  if (archived === null) return []
  const { since, storageClass, until } = archived
  return [`${storageClass} since ${since}${until === null ? "" : `, a restored copy until ${until}`}`]
}

function resultFacts(photo: ShownPhoto): Fact[] {
  const { renditions, dominantColor, poster } = photo
  return [
    ...recognitionFacts(photo),
    missingFact(photo),
    ["poster", poster === null ? [] : [`the picture at ${timeText(poster.at)}`]],
    [
      "renditions",
      renditions.map((rendition) => `${dimensions(rendition)}, ${bytesText(rendition.bytes)}, ${rendition.key}`),
    ],
    ["colour", present(dominantColor)],
  ]
}

function recognitionFacts({ labels, labelsSkipped, found, seen, features }: ShownPhoto): Fact[] {
  if (labelsSkipped !== null) return [["labels", [printable(labelsSkipped)]]]
  if (seen !== null) return [["seen", present(seenText(seen, features))], ...seenFacts(seen)]
  const width = Math.max(0, ...labels.map(({ name }) => displayWidth(name)))
  return [["labels", labels.map((label) => labelLine(label, width))], ...foundFacts(found)]
}

function labelLine({ name, confidence, instances, parents }: Label, width: number): string {
  const boxes = instances.length > 0 ? counted(instances.length, "box", "boxes") : ""
  return [pad(name, width), percent(confidence).padStart(5), boxes.padEnd(8), parents.join(", ")].join("  ").trimEnd()
}
