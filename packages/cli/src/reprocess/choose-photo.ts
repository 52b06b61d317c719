import { currentImage, type ImageRecord, isReadable } from "@darkroom/catalog-model"
import { type Feature, featuresOf, type Image, type ImageMetadata, intakeProfiles } from "@darkroom/events"

/** Which photos are to be looked at again, and for what. */
export interface Choice {
  readonly profile?: string | undefined
  /** Default: all that the photo's profile asks for. */
  readonly features?: readonly Feature[] | undefined
  /** Uploaded at this time or later, milliseconds. */
  readonly since?: number | undefined
  /** Uploaded before this time. */
  readonly until?: number | undefined
}

export interface ChosenPhoto {
  readonly image: Image
  readonly metadata: ImageMetadata
  readonly features: readonly Feature[]
  /** What Rekognition will be asked: these, or everything where no earlier answers are kept. */
  readonly billed: readonly Feature[]
}

/** Why a photo that was meant is left out. */
export type Skipped = "archived" | "notAsked" | "unreadable" | "unrecognisable"

/** What is to be asked of a photo, or why nothing is; undefined for those that are not meant. */
export function choosePhoto(
  record: ImageRecord,
  choice: Choice,
  now: number = Date.now(),
): ChosenPhoto | Skipped | undefined {
  const image = currentImage(record)
  if (image === undefined || record.deletedAt !== undefined || !isMeant(record, image, choice)) return undefined
  // Of a video Rekognition is asked by jobs, which nobody starts anew.
  if (record.media === "video") return undefined
  if (record.metadata === undefined || record.rejected !== undefined) return "unreadable"
  const known = featuresOfProfile(image.profile)
  const features = known.filter((feature) => choice.features?.includes(feature) ?? true)
  if (features.length === 0) return "notAsked"
  // Such as a photo that is too small: it stays so.
  if (typeof record.tagging?.skipped === "string") return "unrecognisable"
  if (!isReadable(record, now)) return "archived"
  const billed = record.tagging?.response ? features : known
  return { image, metadata: record.metadata.value, features, billed }
}

function isMeant({ uploadedAt }: ImageRecord, image: Image, { profile, since, until }: Choice): boolean {
  const time = Date.parse(uploadedAt ?? "")
  if (profile !== undefined && image.profile !== profile) return false
  return !(time < (since ?? -Infinity)) && !(time >= (until ?? Infinity))
}

/** Nothing for a profile that is not there any more. */
function featuresOfProfile(name: string): Feature[] {
  const profile = intakeProfiles.find((candidate) => candidate.name === name)
  return profile ? featuresOf(profile) : []
}
