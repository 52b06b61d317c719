import {
  bytesText,
  cameraText,
  counted,
  dimensions,
  localTime,
  offsetText,
  percent,
  placeText,
  seconds,
  timeText,
} from "./format.ts"
import type { PhotoReport, UploadRecord } from "./photo-report.ts"
import { type Colors, printable } from "./text.ts"

const NAMED = 5
const MIN_CONFIDENCE = 55

// The facts of a record as short lines: what tables and lists are made of.

/** The status, why it is none of success, and what the rules made of it. */
export function statusLines({ status, reason, decision }: PhotoReport): string[] {
  return [status, ...(reason === null ? [] : [reason]), ...(decision === null ? [] : [decision.category])]
}

export function sizeLines(report: PhotoReport): string[] {
  const metadata = shotOf(report)
  const { duration } = report.video ?? {}
  return metadata
    ? [dimensions(metadata), bytesText(metadata.bytes), ...(duration === undefined ? [] : [timeText(duration)])]
    : []
}

export function cameraLines(report: PhotoReport): string[] {
  const metadata = shotOf(report)
  const camera = metadata && cameraText(metadata)
  return camera ? [printable(camera)] : []
}

export function takenLines(report: PhotoReport): string[] {
  const takenAt = shotOf(report)?.takenAt
  return takenAt ? [localTime(takenAt), offsetText(takenAt)] : []
}

export function placeLines(report: PhotoReport): string[] {
  const location = shotOf(report)?.location
  return location ? [placeText(location)] : []
}

function shotOf({ metadata, video }: PhotoReport) {
  return metadata ?? video
}

/** The strongest labels that a person would believe, and how much was found of everything else. */
export function foundLines({ labels, labelsSkipped, found, seen }: PhotoReport): string[] {
  if (labelsSkipped !== null) return ["not tagged"]
  const named = [...labels, ...(seen ?? found).moderation, ...(seen ?? found).celebrities]
    .filter(({ confidence }) => confidence >= MIN_CONFIDENCE)
    .slice(0, NAMED)
    .map(({ name, confidence }) => `${printable(name)} ${percent(confidence)}`)
  const faces = seen ? (seen.faces?.most ?? 0) : found.faces.length
  const lines = seen ? seen.text.length : found.text.filter(({ type }) => type === "line").length
  return [...named, ...(faces > 0 ? [counted(faces, "face")] : []), ...(lines > 0 ? [counted(lines, "line")] : [])]
}

export function renditionLines({ renditions }: PhotoReport): string[] {
  return renditions.map(dimensions)
}

export function timeLines({ milliseconds }: UploadRecord): string[] {
  return milliseconds === null ? [] : [seconds(milliseconds)]
}

export function statusColor({ status }: Pick<PhotoReport, "status">, colors: Colors): (text: string) => string {
  if (status === "processed") return colors.green
  return status === "processing" ? colors.yellow : colors.red
}
