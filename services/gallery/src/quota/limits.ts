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
}

const VARIABLES: Record<keyof Limits, string> = {
  photosPerDay: "DARKROOM_PHOTOS_PER_DAY",
  bytesPerDay: "DARKROOM_BYTES_PER_DAY",
  parallelUploads: "DARKROOM_PARALLEL_UPLOADS",
  bytesPerPhoto: "DARKROOM_BYTES_PER_PHOTO",
}

/** Thrown when a limit in the environment is no whole number from 1 on. */
export class InvalidLimit extends Error {
  override readonly name = "InvalidLimit"
  constructor(variable: string, value: string) {
    super(`${variable} is "${value}"; expected a whole number from 1 on`)
  }
}

/** The limits as the environment sets them, or their defaults. Throws InvalidLimit. */
export function limitsFrom(environment: Readonly<Record<string, string | undefined>>): Limits {
  const limit = (name: keyof Limits): number => {
    const value = environment[VARIABLES[name]]
    if (value === undefined || value === "") return DEFAULTS[name]
    if (/^[1-9]\d*$/.test(value) && Number.isSafeInteger(Number(value))) return Number(value)
    throw new InvalidLimit(VARIABLES[name], value)
  }
  return {
    photosPerDay: limit("photosPerDay"),
    bytesPerDay: limit("bytesPerDay"),
    parallelUploads: limit("parallelUploads"),
    bytesPerPhoto: limit("bytesPerPhoto"),
  }
}
