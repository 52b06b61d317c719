import { bytesText, cameraText, dimensions, localTime, offsetText, percent, placeText, seconds } from "./format.ts"
import type { PhotoReport, UploadRecord } from "./photo-report.ts"
import { type Colors, printable } from "./text.ts"

const LABELS = 5
const MIN_CONFIDENCE = 55

// The facts of a record as short lines: what tables and lists are made of.

export function statusLines({ status, reason }: PhotoReport): string[] {
  return reason === null ? [status] : [status, reason]
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

/** The strongest labels that a person would believe. */
export function labelLines({ labels, labelsSkipped }: PhotoReport): string[] {
  if (labelsSkipped !== null) return ["not tagged"]
  return labels
    .filter(({ confidence }) => confidence >= MIN_CONFIDENCE)
    .slice(0, LABELS)
    .map(({ name, confidence }) => `${name} ${percent(confidence)}`)
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
