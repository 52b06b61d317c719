import {
  type Feature,
  featureSchema,
  featuresOf,
  ImageTagged,
  type MetadataExtracted,
  profileNamed,
  type RecognitionRequested,
  recognitionSettingsOf,
} from "@darkroom/events"
import { classify, Unfinished } from "@darkroom/lambda"
import { answersKey } from "./answers-key.ts"
import { readAnswers, type Snapshot, storeAnswers } from "./answer-store.ts"
import { type Known, type Outcome, withOutcome } from "./answers.ts"
import { ask, type Asked, type Failed } from "./ask.ts"
import { defaultDeps, type TaggingDeps } from "./deps.ts"
import { codeOf, kindOf, NotTaggable, refused, UNREADABLE } from "./errors.ts"
import { findingsOf } from "./findings-of.ts"
import { planOf } from "./plan-of.ts"
import { rekognitionImage } from "./rekognition-image.ts"

type Cause = MetadataExtracted | RecognitionRequested

/** Asks Rekognition everything that the profile wants to know of a photo; nothing to do where it wants nothing. */
export async function tagImage(
  event: MetadataExtracted,
  deps: TaggingDeps = defaultDeps,
): Promise<ImageTagged | undefined> {
  const wanted = featuresOf(profileNamed(event.data.image.profile))
  return wanted.length === 0 ? undefined : tag(event, () => wanted, deps)
}

/** Asks once more for the features that are named, and for all of the profile's where nothing is known yet. */
export async function tagAgain(event: RecognitionRequested, deps: TaggingDeps = defaultDeps): Promise<ImageTagged> {
  const { image, features } = event.data
  const all = new Set([...features, ...featuresOf(profileNamed(image.profile))])
  return tag(event, (known) => (isKnownToOthers(known, event) ? features : [...all]), deps)
}

function isKnownToOthers({ askedBy }: Known, event: Cause): boolean {
  return Object.values(askedBy).some((other) => other !== keyOf(event))
}

/** What is paid for once: the event, and each replay of it. */
function keyOf({ metadata, replayName }: Cause): string {
  return replayName === undefined ? metadata.id : `${metadata.id}#${replayName}`
}

async function tag(
  event: Cause,
  wantedOf: (known: Known) => readonly Feature[],
  deps: TaggingDeps,
): Promise<ImageTagged> {
  const { image } = event.data
  const stored = await readAnswers(image, deps)
  const wanted = inOrder(wantedOf(stored.known))
  const open = wanted.filter((feature) => stored.known.askedBy[feature] !== keyOf(event))
  if (open.length === 0) return tagged(event, stored, deps)
  try {
    const asked = await askAbout(event, open, deps)
    const snapshot = await keep(event, asked, stored, deps)
    return conclude(event, asked.failures, { snapshot, wanted }, deps)
  } catch (error) {
    if (error instanceof NotTaggable) return notTagged(event, error.message)
    throw error
  }
}

function inOrder(features: readonly Feature[]): Feature[] {
  return featureSchema.options.filter((feature) => features.includes(feature))
}

/** Throws NotTaggable, PermanentError. */
async function askAbout(event: Cause, features: readonly Feature[], deps: TaggingDeps): Promise<Asked> {
  const { image, metadata } = event.data
  const profile = profileNamed(image.profile)
  const plan = planOf(metadata)
  if (plan.way === "skip") throw new NotTaggable(plan.reason)
  const Image = await rekognitionImage({ image, format: metadata.format, plan, limits: profile.limits }, deps)
  return ask(features, { Image, settings: recognitionSettingsOf(profile) }, deps.rekognition)
}

/** Stores what came before anything else is done with it: an answer that was paid for is not asked for again. */
async function keep(
  event: Cause,
  { answers, failures }: Asked,
  stored: Snapshot,
  deps: TaggingDeps,
): Promise<Snapshot> {
  // Being throttled says nothing of the feature.
  const failed = codesOf(failures.filter(({ error }) => classify(error).class !== "throttled"))
  const outcome: Outcome = { answers, failed }
  const anything = Object.keys({ ...answers, ...stored.known.answers }).length > 0
  if (!anything || Object.keys({ ...answers, ...failed }).length === 0) return stored
  return storeAnswers(event.data.image, outcome, { askedBy: keyOf(event), snapshot: stored }, deps)
}

function codesOf(failures: readonly Failed[]): Outcome["failed"] {
  return Object.fromEntries(failures.map(({ feature, error }) => [feature, codeOf(error)]))
}

interface Gathered {
  readonly snapshot: Snapshot
  readonly wanted: readonly Feature[]
}

/** What the event comes to. Throws Unfinished, PermanentError, NotTaggable, and what passes where nothing was answered. */
function conclude(
  event: Cause,
  failures: readonly Failed[],
  { snapshot, wanted }: Gathered,
  deps: TaggingDeps,
): ImageTagged {
  const answered = wanted.some((feature) => snapshot.known.askedBy[feature] === keyOf(event))
  const passing = firstPassing(failures)
  if (passing) throw answered ? unfinished(event, passing.error, { snapshot, failures }, deps) : passing.error
  const refusal = failures.find(({ error }) => kindOf(error) === "refused")
  if (refusal && !answered) throw refused(refusal.error, event.data.image.id)
  if (Object.keys(snapshot.known.answers).length === 0) throw new NotTaggable(UNREADABLE)
  return tagged(event, snapshot, deps)
}

function unfinished(
  event: Cause,
  error: unknown,
  { snapshot, failures }: { snapshot: Snapshot; failures: readonly Failed[] },
  deps: TaggingDeps,
): Unfinished {
  const known = withOutcome(snapshot.known, { answers: {}, failed: codesOf(failures) }, keyOf(event))
  return new Unfinished(error, [tagged(event, { ...snapshot, known }, deps)])
}

/** Being throttled goes before other failures: as long as it lasts, the attempt does not count. */
function firstPassing(failures: readonly Failed[]): Failed | undefined {
  const passing = failures.filter(({ error }) => kindOf(error) === "passing")
  return passing.find(({ error }) => classify(error).class === "throttled") ?? passing[0]
}

function tagged(event: Cause, { known, time }: Snapshot, { documentsBucket }: TaggingDeps): ImageTagged {
  const { image, metadata } = event.data
  const findings = findingsOf(known, recognitionSettingsOf(profileNamed(image.profile)))
  const modelVersion = known.answers.labels?.LabelModelVersion ?? null
  const response = { bucket: documentsBucket(), key: answersKey(image) }
  return ImageTagged.create(
    { image, metadata, ...findings, skipped: null, modelVersion, response },
    { cause: event, time },
  )
}

/** A step that is done without labels is done: the photo must not wait for it. */
function notTagged(event: Cause, skipped: string): ImageTagged {
  const { image, metadata } = event.data
  return ImageTagged.create(
    { image, metadata, features: [], labels: [], skipped, modelVersion: null },
    { cause: event },
  )
}
