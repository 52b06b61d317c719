import type { Category } from "./decision.ts"
import { UnknownProfile } from "./errors.ts"
import { type Feature, featureSchema } from "./findings.ts"
import type { Image, Step } from "./image.ts"
import { fittingKey } from "./response-key.ts"
import { documents, dogs, moderated, products, recognised, wildlife } from "./rule-sets.ts"
import type { RuleSet } from "./rules.ts"

const MEGABYTE = 1_000_000
const MEGAPIXEL = 1_000_000

/** What Rekognition is asked about a photo; what is left out is not asked. Confidences are in per cent. */
export interface Recognition {
  readonly labels?: {
    readonly maxLabels: number
    readonly minConfidence: number
    /** Dominant colours, at the most (1 to 20), which cost a call of their own price. Left out: none. */
    readonly maxColors?: number
  }
  readonly faces?: {
    readonly minConfidence: number
    /** Rekognition's Attributes beyond its default ones. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectFaces.html */
    readonly attributes?: readonly FaceAttribute[]
  }
  readonly text?: { readonly minConfidence: number }
  readonly moderation?: { readonly minConfidence: number }
  readonly celebrities?: { readonly minConfidence: number }
}

export type FaceAttribute =
  | "AGE_RANGE"
  | "BEARD"
  | "EMOTIONS"
  | "EYE_DIRECTION"
  | "EYEGLASSES"
  | "EYES_OPEN"
  | "FACE_OCCLUDED"
  | "GENDER"
  | "MOUTH_OPEN"
  | "MUSTACHE"
  | "SMILE"
  | "SUNGLASSES"

/** What happens to the photos that arrive under one pattern of keys. */
export interface IntakeProfile {
  readonly name: string
  /** Pattern of the key: `{userId}` is one path segment, `**` is the rest. */
  readonly keys: string
  /** Who owns the photo: the `userId` of the key, or `shared`. */
  readonly owner: "{userId}" | "shared"
  /** null: Rekognition is not asked. */
  readonly recognition: Recognition | null
  /** What decides on success, failure or review; it looks at what was recognised. null: nothing does. */
  readonly rules: RuleSet | null
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
const thumbnails = { prefix: "Thumbnails/", sizes }
const shared = { owner: "shared", limits } as const

/** The shipped profiles. No prefix of renditions or of moved originals may match any profile's keys: that is what keeps them from being ingested. */
export const intakeProfiles: readonly IntakeProfile[] = [
  {
    name: "private-uploads",
    keys: "private/{userId}/uploads/**",
    owner: "{userId}",
    recognition: { labels: { ...labels, maxColors: 5 }, faces: { minConfidence: 80 } },
    rules: null,
    renditions: { prefix: "private/{userId}/resized/", sizes },
    limits,
  },
  {
    name: "incoming",
    keys: "Incoming/**",
    recognition: { labels },
    rules: recognised,
    renditions: thumbnails,
    ...shared,
  },
  { name: "images", keys: "images/**", recognition: { labels }, rules: dogs, renditions: thumbnails, ...shared },
  {
    name: "products",
    keys: "products/**",
    recognition: { labels: { ...labels, maxColors: 10 }, faces: { minConfidence: 80 }, text: { minConfidence: 80 } },
    rules: products,
    renditions: thumbnails,
    ...shared,
  },
  {
    name: "wildlife",
    keys: "wildlife/**",
    recognition: { labels: { maxLabels: 50, minConfidence: 40 } },
    rules: wildlife,
    renditions: thumbnails,
    ...shared,
  },
  {
    name: "documents",
    keys: "documents/**",
    recognition: { labels, text: { minConfidence: 50 } },
    rules: documents,
    renditions: thumbnails,
    ...shared,
  },
  {
    name: "moderation",
    keys: "moderation/**",
    recognition: { moderation: { minConfidence: 50 } },
    rules: moderated,
    renditions: thumbnails,
    ...shared,
  },
  // Just that one API.
  { name: "labels", keys: "labels/**", recognition: { labels }, rules: null, renditions: null, ...shared },
  {
    name: "faces",
    keys: "faces/**",
    recognition: { faces: { minConfidence: 50, attributes: ["AGE_RANGE", "EMOTIONS", "GENDER", "SMILE"] } },
    rules: null,
    renditions: null,
    ...shared,
  },
  {
    name: "text",
    keys: "text/**",
    recognition: { text: { minConfidence: 50 } },
    rules: null,
    renditions: null,
    ...shared,
  },
  {
    name: "celebrities",
    keys: "celebrities/**",
    recognition: { celebrities: { minConfidence: 50 } },
    rules: null,
    renditions: null,
    ...shared,
  },
]

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
    const owner = ownerBy(profile, key)
    if (owner !== undefined) return { profile, owner }
  }
  return undefined
}

/** Who owns an original of that key under the profile; undefined where the key does not match it. */
function ownerBy({ keys, owner }: IntakeProfile, key: string): string | undefined {
  const match = keyExpression(keys).exec(key)
  if (match === null) return undefined
  return owner === "shared" ? "shared" : match.groups?.["userId"]
}

/** Whose an original is, by its key alone, wherever its profile's rules moved it; undefined where its profile has no such key. */
export function ownerOf({ id, key, profile: name }: { id: string; key: string; profile: string }): string | undefined {
  const profile = intakeProfiles.find((candidate) => candidate.name === name)
  if (profile === undefined || key.endsWith("/")) return undefined
  const { keys, rules } = profile
  const rest = rules?.filing.kind === "move" ? restAfterMove({ id, key }, rules.filing.prefix) : undefined
  return ownerBy(profile, rest === undefined ? key : fixedStartOf(keys) + rest)
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
    ...(profile.recognition ? (["tagging"] as const) : []),
    ...(profile.renditions ? (["thumbnail"] as const) : []),
    ...(profile.rules ? (["categorization"] as const) : []),
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

/** The features that the profile asks for, in the order of the schema. */
export function featuresOf({ recognition }: Pick<IntakeProfile, "recognition">): Feature[] {
  return featureSchema.options.filter((feature) => recognition?.[feature] !== undefined)
}

const CATEGORIES: readonly Category[] = ["success", "failure", "review"]

/**
 * Where an original goes that is moved by its profile's rules: `<prefix><category>/<imageId>/<rest of its key>`; undefined where
 * they move none. The same for an original that was moved before. Of a key too long for that, only the end is kept.
 */
export function movedKey(image: Pick<Image, "id" | "key" | "profile">, category: Category): string | undefined {
  const { keys, rules } = profileNamed(image.profile)
  if (rules?.filing.kind !== "move") return undefined
  const start = `${rules.filing.prefix}${category}/${image.id}/`
  return fittingKey(start, restOf(image, keys, rules.filing.prefix))
}

/** Every key that the original may have been moved to. */
export function movedKeys(image: Pick<Image, "id" | "key" | "profile">): string[] {
  return CATEGORIES.flatMap((category) => movedKey(image, category) ?? [])
}

/** The photo that a moved original belongs to; undefined for other keys. */
export function movedImageId(key: string, profiles: readonly IntakeProfile[] = intakeProfiles): string | undefined {
  for (const prefix of movedPrefixes(profiles)) {
    const [category = "", id] = key.startsWith(prefix) ? key.slice(prefix.length).split("/") : []
    if (id !== undefined && (CATEGORIES as readonly string[]).includes(category)) return id
  }
  return undefined
}

/** The prefixes under which moved originals lie. */
export function movedPrefixes(profiles: readonly IntakeProfile[] = intakeProfiles): string[] {
  return [...new Set(profiles.flatMap(({ rules }) => (rules?.filing.kind === "move" ? [rules.filing.prefix] : [])))]
}

/** The key without the fixed start of the profile's pattern, or without what an earlier move put before it. */
function restOf(image: Pick<Image, "id" | "key">, keys: string, prefix: string): string {
  return restAfterMove(image, prefix) ?? image.key.slice(fixedStartOf(keys).length)
}

/** The key without what a move put before it; undefined where the original was not moved. */
function restAfterMove({ id, key }: Pick<Image, "id" | "key">, prefix: string): string | undefined {
  const start = CATEGORIES.map((category) => `${prefix}${category}/${id}/`).find((each) => key.startsWith(each))
  return start === undefined ? undefined : key.slice(start.length)
}

function fixedStartOf(keys: string): string {
  return keys.replace(/[{*].*$/s, "")
}
