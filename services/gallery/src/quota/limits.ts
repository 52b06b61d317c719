import type { Me } from "@darkroom/gallery-api"
import { profileNamed } from "@darkroom/events"

/** What one user may upload. Photos and bytes are a UTC day's. */
export type Limits = Me["limits"]

const DEFAULTS: Limits = {
  photosPerDay: 500,
  bytesPerDay: 5_000_000_000,
  // As many as one request can sign.
  parallelUploads: 100,
  bytesPerPhoto: profileNamed("private-uploads").limits.bytes,
  bytesPerVideo: 2_000_000_000,
}

const VARIABLES: Record<keyof Limits, string> = {
  photosPerDay: "DARKROOM_PHOTOS_PER_DAY",
  bytesPerDay: "DARKROOM_BYTES_PER_DAY",
  parallelUploads: "DARKROOM_PARALLEL_UPLOADS",
  bytesPerPhoto: "DARKROOM_BYTES_PER_PHOTO",
  bytesPerVideo: "DARKROOM_BYTES_PER_VIDEO",
}

/** A form takes no more. https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
const MOST: Partial<Limits> = { bytesPerVideo: 5 * 2 ** 30 }

/** Thrown when a limit in the environment is no whole number from 1 on, or greater than can be. */
export class InvalidLimit extends Error {
  override readonly name = "InvalidLimit"
  constructor(variable: string, value: string, most?: number) {
    super(`${variable} is "${value}"; expected a whole number from 1 ${most === undefined ? "on" : `to ${most}`}`)
  }
}

/** The limits as the environment sets them, or their defaults. Throws InvalidLimit. */
export function limitsFrom(environment: Readonly<Record<string, string | undefined>>): Limits {
  const limit = (name: keyof Limits): number => {
    const value = environment[VARIABLES[name]]
    if (value === undefined || value === "") return DEFAULTS[name]
    const most = MOST[name] ?? Number.MAX_SAFE_INTEGER
    if (/^[1-9]\d*$/.test(value) && Number(value) <= most) return Number(value)
    throw new InvalidLimit(VARIABLES[name], value, MOST[name])
  }
  return {
    photosPerDay: limit("photosPerDay"),
    bytesPerDay: limit("bytesPerDay"),
    parallelUploads: limit("parallelUploads"),
    bytesPerPhoto: limit("bytesPerPhoto"),
    bytesPerVideo: limit("bytesPerVideo"),
  }
}
