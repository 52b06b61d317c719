import type { ImageMetadata, Label } from "@darkroom/events"
import { statusColor } from "./facts.ts"
import { foundFacts } from "./found-facts.ts"
import {
  bytesText,
  cameraText,
  counted,
  dimensions,
  exposureText,
  localTime,
  mapLink,
  offsetText,
  percent,
  placeText,
} from "./format.ts"
import type { ShownPhoto } from "./photo-report.ts"
import { waitingText } from "./steps.ts"
import { type Colors, displayWidth, pad, plain, printable } from "./text.ts"

export type Fact = readonly [name: string, lines: readonly string[]]

const OFFSET_SOURCES = {
  tag: "offset from an offset tag",
  gps: "offset from GPS time",
  unknown: "nothing tells the offset",
} as const

/** Every fact of a photo, a line or more each. */
export function renderPhoto(photo: ShownPhoto, { colors = plain }: { colors?: Colors } = {}): string {
  const facts = [...statusFacts(photo, colors), ...metadataFacts(photo.metadata), ...resultFacts(photo)]
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

function metadataFacts(metadata: ImageMetadata | null): Fact[] {
  if (metadata === null) return []
  const { format, bytes, takenAt, location, lens, sha256 } = metadata
  return [
    ["format", [format]],
    ["size", [`${dimensions(metadata)}, ${bytesText(bytes)} (${bytes} bytes)`]],
    ["camera", present(cameraText(metadata)).map(printable)],
    ["lens", present(lens).map(printable)],
    ["exposure", present(exposureText(metadata))],
    [
      "taken",
      takenAt
        ? [
            `${localTime(takenAt)} ${offsetText(takenAt)}`,
            `time from ${takenAt.source}, ${OFFSET_SOURCES[takenAt.offsetSource]}`,
          ]
        : [],
    ],
    ["place", location ? [placeText(location) + altitudeText(location.altitude), mapLink(location)] : []],
    ["sha256", present(sha256)],
  ]
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
  const { labels, labelsSkipped, renditions, dominantColor } = photo
  const width = Math.max(0, ...labels.map(({ name }) => displayWidth(name)))
  return [
    ["labels", labels.length > 0 ? labels.map((label) => labelLine(label, width)) : present(labelsSkipped)],
    ...foundFacts(photo),
    [
      "renditions",
      renditions.map((rendition) => `${dimensions(rendition)}, ${bytesText(rendition.bytes)}, ${rendition.key}`),
    ],
    ["colour", present(dominantColor)],
  ]
}

function labelLine({ name, confidence, instances, parents }: Label, width: number): string {
  const boxes = instances.length > 0 ? counted(instances.length, "box", "boxes") : ""
  return [pad(name, width), percent(confidence).padStart(5), boxes.padEnd(8), parents.join(", ")].join("  ").trimEnd()
}

function altitudeText(altitude: number | null): string {
  return altitude === null ? "" : `, ${Math.round(altitude)} m above sea level`
}

function present(value: string | null | undefined): string[] {
  return value === null || value === undefined || value === "" ? [] : [value]
}
