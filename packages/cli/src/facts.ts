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

export function sizeLines({ metadata }: PhotoReport): string[] {
  return metadata ? [dimensions(metadata), bytesText(metadata.bytes)] : []
}

export function cameraLines({ metadata }: PhotoReport): string[] {
  const camera = metadata && cameraText(metadata)
  return camera ? [printable(camera)] : []
}

export function takenLines({ metadata }: PhotoReport): string[] {
  return metadata?.takenAt ? [localTime(metadata.takenAt), offsetText(metadata.takenAt)] : []
}

export function placeLines({ metadata }: PhotoReport): string[] {
  return metadata?.location ? [placeText(metadata.location)] : []
}

/** The strongest labels that a person would believe, and how much was found of everything else. */
export function foundLines({ labels, labelsSkipped, found }: PhotoReport): string[] {
  if (labelsSkipped !== null) return ["not tagged"]
  const named = [...labels, ...found.moderation, ...found.celebrities]
    .filter(({ confidence }) => confidence >= MIN_CONFIDENCE)
    .slice(0, NAMED)
    .map(({ name, confidence }) => `${printable(name)} ${percent(confidence)}`)
  const lines = found.text.filter(({ type }) => type === "line").length
  return [
    ...named,
    ...(found.faces.length > 0 ? [counted(found.faces.length, "face")] : []),
    ...(lines > 0 ? [counted(lines, "line")] : []),
  ]
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
