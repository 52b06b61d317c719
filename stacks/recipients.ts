import { allEvents, categorySchema, intakeProfiles } from "@darkroom/events"
import { z } from "zod"

/** Of which people are told. Systems can be told of every event of the contract. */
export const peopleEvents = [
  "ImageCategorized",
  "ImageProcessed",
  "ImageRejected",
  "VideoTagged",
  "VideoRejected",
  "BackfillCompleted",
  "ProcessingFailed",
  "ImageStalled",
] as const

/** Of which systems are told that ask for nothing in particular: what became of a photo, a video or a backfill. */
export const webhookEvents = [
  "ImageCategorized",
  "ImageProcessed",
  "ImageRejected",
  "ImageMoved",
  "ImageArchived",
  "ImageRestored",
  "VideoTagged",
  "VideoRejected",
  "BackfillCompleted",
  "ProcessingFailed",
  "ImageStalled",
  "ImageDeleted",
] as const

const names = z.array(z.string().min(1)).min(1).optional()
const profileNames = intakeProfiles.map(({ name }) => name)
const common = {
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/i, "letters, digits and hyphens, beginning with a letter, at most 32"),
  /** What rules decided. Only events that carry a decision are sent then. */
  categories: z.array(categorySchema).min(1).optional(),
  /** Intake profiles of the photos. */
  profiles: z.array(z.enum(profileNames)).min(1).optional(),
  /** Of the photos; `shared` is nobody's. */
  owners: names,
}
const emailSchema = z.strictObject({
  ...common,
  email: z.email(),
  events: z.array(z.enum(peopleEvents)).min(1).optional(),
})
const smsSchema = z.strictObject({
  ...common,
  sms: z.string().regex(/^\+[1-9]\d{6,14}$/, "a phone number as +4915112345678"),
  events: z.array(z.enum(peopleEvents)).min(1).optional(),
})
const webhookSchema = z.strictObject({
  ...common,
  webhook: z.string().refine(isSafeUrl, "a URL with https; http only for this machine (localhost)"),
  events: z
    .array(z.enum(allEvents.map(({ name }) => name)))
    .min(1)
    .optional(),
})

export type Person = z.infer<typeof emailSchema> | z.infer<typeof smsSchema>
export type Webhook = z.infer<typeof webhookSchema>
/** Who is told what. What is left out does not limit. */
export type Recipient = Person | Webhook

/**
 * Who is told in every stage. An example:
 * `{ name: "quality", email: "quality@example.com", categories: ["failure", "review"], profiles: ["moderation"] }`
 */
const configured: readonly Recipient[] = []

/** Those of this file, and those of the environment of the deployment. Throws where one cannot be used, and says which and why. */
export function readRecipients(environment: Readonly<Record<string, string | undefined>>): Recipient[] {
  const all = [
    ...configured.map((entry, index) => check(entry, `stacks/recipients.ts, entry ${index + 1}`)),
    ...listIn(environment["DARKROOM_RECIPIENTS"]).map((entry, index) =>
      check(entry, `DARKROOM_RECIPIENTS, entry ${index + 1}`),
    ),
  ]
  for (const [index, { name }] of all.entries()) {
    if (all.slice(0, index).some((other) => resourceName(other.name) === resourceName(name)))
      throw new Error(`The recipients of notifications: there are two of the name "${name}"`)
  }
  return all
}

function listIn(text: string | undefined): unknown[] {
  if (text === undefined || text.trim() === "") return []
  const list = parsed(text)
  if (!Array.isArray(list)) throw new Error("DARKROOM_RECIPIENTS is not a list in JSON, such as []")
  return list
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function check(entry: unknown, where: string): Recipient {
  const given = z.object({ name: z.string() }).safeParse(entry).data
  const place = given ? `${where} ("${given.name}")` : where
  const result = schemaOf(entry, place).safeParse(entry)
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "(all)"}: ${message}`)
    throw new Error(`${place} cannot be used: ${problems.join("; ")}`)
  }
  const combinations = isWebhook(result.data) ? 0 : combinationsOf(result.data)
  if (combinations > MAX_COMBINATIONS)
    throw new Error(
      `${place} cannot be used: owners, profiles and events make ${combinations} combinations, and SNS takes ${MAX_COMBINATIONS}`,
    )
  if (isWebhook(result.data) && JSON.stringify(result.data).length > MAX_WEBHOOK_LENGTH)
    throw new Error(`${place} cannot be used: owners: more than the environment of a function holds`)
  return result.data
}

function schemaOf(entry: unknown, place: string): z.ZodType<Recipient> {
  const kinds = { email: emailSchema, sms: smsSchema, webhook: webhookSchema }
  const has = Object.entries(kinds).filter(([kind]) => typeof entry === "object" && entry !== null && kind in entry)
  const [only] = has
  if (only === undefined || has.length > 1)
    throw new Error(`${place} cannot be used: it needs one of email, sms and webhook`)
  return only[1]
}

/** Of Standard Webhooks; while a secret is being changed, the old one and the new one with a space between. */
export function areSecrets(text: string): boolean {
  const secrets = text.trim().split(/\s+/)
  return secrets.every((secret) => {
    const bytes = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1]
    const length = bytes === undefined || bytes.length % 4 !== 0 ? 0 : atob(bytes).length
    return length >= 24 && length <= 64
  })
}

function isSafeUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.username !== "" || url.password !== "") return false
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname))
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

export function isWebhook(recipient: Recipient): recipient is Webhook {
  return "webhook" in recipient
}

export function isPerson(recipient: Recipient): recipient is Person {
  return !isWebhook(recipient)
}

/** What the recipient's resources are named after: quality-team is QualityTeam. */
export function resourceName(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")
}

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html; keys are five at the most, and there are three. */
const MAX_COMBINATIONS = 150

/** All environment variables of a function are 4 KB. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_WEBHOOK_LENGTH = 2_500

function combinationsOf({ profiles = [], owners = [], events }: Person): number {
  return Math.max(1, profiles.length) * Math.max(1, owners.length) * (events?.length ?? 1)
}
