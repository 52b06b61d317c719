import type { Step } from "./image.ts"
import { UnknownProfile } from "./errors.ts"

const MEGABYTE = 1_000_000
const MEGAPIXEL = 1_000_000

/** What happens to the photos that arrive under one pattern of keys. */
export interface IntakeProfile {
  readonly name: string
  /** Pattern of the key: `{userId}` is one path segment, `**` is the rest. */
  readonly keys: string
  /** Who owns the photo: the `userId` of the key, or `shared`. */
  readonly owner: "{userId}" | "shared"
  /** Rekognition DetectLabels' MaxLabels and MinConfidence (per cent); null: not tagged. */
  readonly labels: { readonly maxLabels: number; readonly minConfidence: number } | null
  /** Prefix of the renditions and the sides of their bounding boxes in pixels; null: none. */
  readonly renditions: { readonly prefix: string; readonly sizes: readonly number[] } | null
  readonly limits: IntakeLimits
}

export interface IntakeLimits {
  readonly bytes: number
  /** Width times height. */
  readonly pixels: number
  /** The same for JPEG, which is decoded at a fraction of its size. */
  readonly jpegPixels: number
}

const limits: IntakeLimits = { bytes: 50 * MEGABYTE, pixels: 50 * MEGAPIXEL, jpegPixels: 250 * MEGAPIXEL }
const labels = { maxLabels: 50, minConfidence: 55 }
const sizes = [256, 1024]

/** The shipped profiles. No rendition prefix may match any profile's keys: that is what keeps renditions from being ingested. */
export const intakeProfiles = [
  {
    name: "private-uploads",
    keys: "private/{userId}/uploads/**",
    owner: "{userId}",
    labels,
    renditions: { prefix: "private/{userId}/resized/", sizes },
    limits,
  },
  {
    name: "incoming",
    keys: "Incoming/**",
    owner: "shared",
    labels,
    renditions: { prefix: "Thumbnails/", sizes },
    limits,
  },
  { name: "images", keys: "images/**", owner: "shared", labels, renditions: { prefix: "Thumbnails/", sizes }, limits },
] as const satisfies readonly IntakeProfile[]

/** The profile of that name. Throws UnknownProfile. */
export function profileNamed(name: string): IntakeProfile {
  const profile = intakeProfiles.find((candidate) => candidate.name === name)
  if (profile === undefined)
    throw new UnknownProfile(
      name,
      intakeProfiles.map((known) => known.name),
    )
  return profile
}

export interface IntakeMatch {
  readonly profile: IntakeProfile
  readonly owner: string
}

/** The first profile whose pattern the key matches; undefined for keys that are none of Darkroom's business, and for folder markers. */
export function matchProfile(
  key: string,
  profiles: readonly IntakeProfile[] = intakeProfiles,
): IntakeMatch | undefined {
  if (key.endsWith("/")) return undefined
  for (const profile of profiles) {
    const match = keyExpression(profile.keys).exec(key)
    if (match) return { profile, owner: profile.owner === "shared" ? "shared" : (match.groups?.["userId"] ?? "shared") }
  }
  return undefined
}

function keyExpression(keys: string): RegExp {
  const source = keys
    .split(/(\{userId\}|\*\*)/)
    .map((part) =>
      part === "{userId}" ? "(?<userId>[^/]+)" : part === "**" ? ".+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("")
  return new RegExp(`^${source}$`, "su")
}

/** The EventBridge matcher that lets through the profile's keys and as few others as its pattern language can tell. */
export function keyMatcher({ keys }: IntakeProfile): { prefix: string } | { wildcard: string } {
  const start = keys.replace(/\*\*$/, "")
  return start.includes("{") ? { wildcard: `${start.replace(/\{\w+\}/g, "*")}*` } : { prefix: start }
}

/** The steps that the profile asks for; the photo is processed when all have arrived. */
export function stepsOf(profile: IntakeProfile): Step[] {
  return [
    "metadata",
    ...(profile.labels ? (["tagging"] as const) : []),
    ...(profile.renditions ? (["thumbnail"] as const) : []),
  ]
}

/** The key of one rendition. Made of the image's id, so its length does not depend on the original's key, nor does it tell the file's name. */
export function renditionKey(prefix: string, image: { id: string; owner: string }, size: number): string {
  return `${renditionFolder(prefix, image)}${size}.webp`
}

/** The folder that holds one image's renditions and nothing else. */
export function renditionFolder(prefix: string, image: { id: string; owner: string }): string {
  return `${prefix.replace("{userId}", image.owner)}${image.id}/`
}
