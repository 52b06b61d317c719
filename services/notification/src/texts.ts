import type {
  BackfillCompleted,
  Category,
  Image,
  ImageCategorized,
  ImageProcessed,
  ImageRejected,
  ImageStalled,
  ProcessingFailed,
  VideoRejected,
  VideoTagged,
} from "@darkroom/events"
import { backfillText } from "./backfill-text.ts"
import { imageOf } from "./image-of.ts"
import { asSubject, clean, shortened } from "./plain-text.ts"

/** What people are told of: the ends that a photo, a video, one of their steps or a backfill can come to, and what the rules made of a photo. */
export type News =
  | ImageCategorized
  | ImageProcessed
  | ImageRejected
  | VideoTagged
  | VideoRejected
  | BackfillCompleted
  | ProcessingFailed
  | ImageStalled

/** The SNS topics, by the names of their links. */
export type Topic = "Notifications" | "QualitySuccess" | "QualityFailure" | "QualityReview"

/** A message for people, with what subscribers can filter by. */
export interface Notification {
  readonly topic: Topic
  /** ASCII, one line. */
  readonly subject: string
  readonly message: string
  /** The same in one SMS. */
  readonly sms: string
  readonly attributes: Readonly<Record<string, string>>
}

const TOPICS = {
  success: "QualitySuccess",
  failure: "QualityFailure",
  review: "QualityReview",
} as const satisfies Record<Category, Topic>
const WORDS = { success: "Success", failure: "Failure", review: "Review" } as const satisfies Record<Category, string>

/** An SMS of 160 characters has place for 140 that are not of its own alphabet's simple ones. */
const SMS_LENGTH = 140

export function notificationOf(event: News): Notification {
  const { topic = "Notifications", subject, message, attributes, short = message } = textOf(event)
  return {
    topic,
    subject: asSubject(subject),
    message,
    sms: shortened(short, SMS_LENGTH),
    attributes: attributesOf(event, attributes),
  }
}

export interface Text {
  readonly topic?: Topic
  readonly subject: string
  readonly message: string
  readonly short?: string
  readonly attributes: Readonly<Record<string, string | null>>
}

function textOf(event: News): Text {
  switch (event.type) {
    case "ImageCategorized":
      return categorizedText(event.data)
    case "ImageProcessed":
      return { subject: "A photo is ready", message: readyMessage(event.data), attributes: {} }
    case "ImageRejected": {
      const { message, reason } = event.data
      return { subject: "A photo was not accepted", message: clean(message), attributes: { reason } }
    }
    case "VideoTagged":
      return videoText(event.data)
    case "VideoRejected": {
      const { message, reason } = event.data
      return { subject: "A video was not accepted", message: clean(message), attributes: { reason } }
    }
    case "BackfillCompleted":
      return backfillText(event.data)
    case "ProcessingFailed": {
      const { service, message, class: failureClass } = event.data
      return { subject: `A step failed: ${service}`, message: clean(message), attributes: { service, failureClass } }
    }
    case "ImageStalled":
      return stalledText(event.data)
  }
}

function stalledText({ image, step, limit, since }: ImageStalled["data"]): Text {
  const minutes = Math.round(limit / 60)
  const message = `${fileName(image)}: the step ${step} has not ended in ${minutes} minutes, since ${since}. Trying it again may help.`
  return { subject: "A photo takes too long", message, attributes: { step } }
}

/** What, why and where. */
function categorizedText({ image, decision }: ImageCategorized["data"]): Text {
  const { category, rules, rule, reason, disposition } = decision
  const what = `${WORDS[category]}: ${fileName(image)}`
  const why = clean(reason)
  const lines = [
    what,
    `Why: ${why}`,
    `Where: ${locationOf(image.bucket, image.key)}`,
    ...(disposition.kind === "move" ? [`It moves to: ${locationOf(image.bucket, disposition.key)}`] : []),
    `Rules: ${rules}${rule === null ? "" : `, rule ${rule}`}; photo ${image.id}`,
  ]
  const attributes = { category, rules, rule }
  return { topic: TOPICS[category], subject: what, message: lines.join("\n"), short: `${what}. ${why}`, attributes }
}

function readyMessage({ image, labels }: ImageProcessed["data"]): string {
  const name = fileName(image)
  return labels.length > 0 ? `${name} is ready. It shows: ${labels.join(", ")}.` : `${name} is ready.`
}

/** Labels that people are told of. */
const TOLD = { labels: 5, minConfidence: 70 }

function videoText({ video, labels, features, failed, skipped }: VideoTagged["data"]): Text {
  const name = fileName(video)
  if (skipped !== null)
    return { subject: "A video is ready", message: `${name} is ready. ${clean(skipped)}`, attributes: {} }
  const [first] = failed
  if (features.length === 0 && first !== undefined)
    return { subject: "A video could not be watched", message: `${name}: ${clean(first.message)}`, attributes: {} }
  const sure = labels.filter(({ confidence }) => confidence >= TOLD.minConfidence).slice(0, TOLD.labels)
  const shown = sure.length > 0 ? ` It shows: ${sure.map((label) => label.name).join(", ")}.` : ""
  return { subject: "A video is ready", message: `${name} is ready.${shown}`, attributes: {} }
}

function fileName({ key }: Pick<Image, "key">): string {
  return clean(key.split("/").at(-1) ?? key)
}

function locationOf(bucket: string, key: string): string {
  return clean(`s3://${bucket}/${key}`)
}

/** SNS takes no empty value. */
function attributesOf({ type, metadata, data }: News, own: Text["attributes"]): Record<string, string> {
  const { owner, profile } = imageOf(data)
  const about = type === "BackfillCompleted" ? { backfillId: metadata.groupKey } : { imageId: metadata.groupKey }
  const all = { eventType: type, eventId: metadata.id, ...about, profile, owner, ...own }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value && clean(value) ? [[name, clean(value)] as const] : [])),
  )
}
