import { intakeProfiles } from "@darkroom/events"
import { listed } from "./text.ts"

const MOST_NAMED = 5

/** Thrown when photos under `--to` would be none of Darkroom's business. */
export class NoIntakeProfile extends Error {
  override readonly name = "NoIntakeProfile"
  constructor(prefix: string) {
    super(
      `Nothing takes in photos under "${prefix}"; the intake profiles are for ${intakeProfiles.map(({ keys }) => keys).join(", ")}`,
    )
  }
}

/** Thrown when the catalog knows no photo by that id, or no upload is known under that key. */
export class UnknownPhoto extends Error {
  override readonly name = "UnknownPhoto"
  constructor(reference: string) {
    super(`There is no photo with the id or key "${reference}"`)
  }
}

/** Thrown when a part of an id, a checksum or a correlation id is that of several photos. */
export class AmbiguousPhoto extends Error {
  override readonly name = "AmbiguousPhoto"
  constructor(reference: string, ids: readonly string[]) {
    super(
      `"${reference}" may be any of ${ids.slice(0, MOST_NAMED).join(", ")}${ids.length > MOST_NAMED ? " and others" : ""}`,
    )
  }
}

/** Thrown when a photo is looked for by what no index has, and there are too many to look at. */
export class TooManyPhotos extends Error {
  override readonly name = "TooManyPhotos"
  constructor(reference: string, looked: number) {
    super(
      `"${reference}" is of none of the ${looked} photos looked at; name it by its whole id, its key or a correlation id`,
    )
  }
}

/** Thrown when a photo is known and S3 has no original of it any more. */
export class OriginalGone extends Error {
  override readonly name = "OriginalGone"
  constructor(reference: string) {
    super(`The original of "${reference}" is not there any more`)
  }
}

/** Thrown when a stage runs another app than this CLI is for, or an older one. */
export class ResourceMissing extends Error {
  override readonly name = "ResourceMissing"
  constructor(resource: string, stage: string) {
    super(`The stage ${stage} has no ${resource}; was it started or deployed from this checkout?`)
  }
}

/** Thrown when no photo could be asked for one of the features: the profile does not say how. */
export class FeatureNotAsked extends Error {
  override readonly name = "FeatureNotAsked"
  constructor(features: readonly string[], profile: string, asked: readonly string[]) {
    const known = asked.length > 0 ? `it asks for ${asked.join(", ")}` : "it asks for nothing"
    super(`The profile ${profile} does not ask for ${features.join(", ")}; ${known}`)
  }
}

/** Thrown when much is about to be asked, and nobody is there to say yes. */
export class ConfirmationNeeded extends Error {
  override readonly name = "ConfirmationNeeded"
  constructor(what: string) {
    super(`That is about ${what}; say --yes, as there is no terminal to ask on`)
  }
}

/** Thrown when no dead letter of that id is kept: there was none, or it is too long ago. */
export class UnknownDeadLetter extends Error {
  override readonly name = "UnknownDeadLetter"
  constructor(id: string) {
    super(`There is no dead letter with the id "${id}"`)
  }
}

/** Thrown when a dead letter is of a subscriber or a queue that the stage does not have any more. */
export class UnknownSubscriber extends Error {
  override readonly name = "UnknownSubscriber"
  constructor(id: string, subscriber: string) {
    super(`The dead letter ${id} is for ${subscriber}, which is not there any more`)
  }
}

/** Thrown when what was given to read is not what it should be. */
export class MalformedInput extends Error {
  override readonly name = "MalformedInput"
  constructor(from: string, why: string, options: ErrorOptions = {}) {
    super(`${from} cannot be used: ${why}`, options)
  }
}

/** Thrown when nothing remembers an event of that id. */
export class UnknownEvent extends Error {
  override readonly name = "UnknownEvent"
  constructor(id: string) {
    super(`Nothing remembers an event "${id}"; with --photo the photo's timeline is looked at`)
  }
}

/** Thrown when a stage on AWS is asked for its latest events of all photos. */
export class NotRemembered extends Error {
  override readonly name = "NotRemembered"
  constructor() {
    super("On AWS only the archive has the events of all photos: --archive; or name --photo or --correlation-id")
  }
}

/** Thrown when there is no rule of that name or for that service. */
export class UnknownRule extends Error {
  override readonly name = "UnknownRule"
  constructor(rule: string) {
    super(`There is no rule with the name "${rule}", and none that feeds a service or function of that name`)
  }
}

/** Thrown when the bus refuses an event to the end. */
export class EventRefused extends Error {
  override readonly name = "EventRefused"
  constructor(type: string, code: string) {
    super(`EventBridge refused ${type} (${code})`)
  }
}

/** Thrown when the backfill service refuses a command; the message is its own. */
export class BackfillRefused extends Error {
  override readonly name = "BackfillRefused"
}

/** Thrown when there is no backfill to tell of. */
export class NoBackfill extends Error {
  override readonly name = "NoBackfill"
  constructor() {
    super("There is no backfill yet; begin one with darkroom backfill start")
  }
}

/** Thrown when a photo does not say when its events were, such as a deleted one. */
export class NoTimeline extends Error {
  override readonly name = "NoTimeline"
  constructor(imageId: string) {
    super(`${imageId} has no timeline; say with --from when its events were`)
  }
}

/** Thrown when EventBridge knows no replay of that name. */
export class NoReplay extends Error {
  override readonly name = "NoReplay"
  constructor(replay: string, options?: ErrorOptions) {
    super(`There is no replay ${replay}`, options)
  }
}

/** NoReplay for EventBridge's answer that there is none of that name; else the error itself. */
export function noSuchReplay(error: unknown, replay: string): unknown {
  const isUnknown = error instanceof Error && error.name === "ResourceNotFoundException"
  return isUnknown ? new NoReplay(replay, { cause: error }) : error
}

/** Thrown when somebody reads the archive at the moment: one at a time can. */
export class TapInUse extends Error {
  override readonly name = "TapInUse"
  constructor(replay: string) {
    super(`The archive is being read by another command (${replay}); wait, or end that with darkroom replay cancel`)
  }
}

/** Thrown when a replay by which the archive is read did not come to its end. */
export class ArchiveUnread extends Error {
  override readonly name = "ArchiveUnread"
  constructor(reason: string) {
    super(`The archive could not be read: ${reason}`)
  }
}

/** Thrown when more events were read than a command keeps. */
export class TooManyEvents extends Error {
  override readonly name = "TooManyEvents"
  constructor(most: number) {
    super(`The archive has more than ${most} events of that time; ask for less of it`)
  }
}

/** Thrown when nobody who consumes events has that name. */
export class UnknownService extends Error {
  override readonly name = "UnknownService"
  constructor(service: string, known: readonly string[]) {
    super(`No service ${service} consumes events; there are ${known.join(", ")}`)
  }
}

/** Thrown when a replay is for those alone that drop what is replayed. */
export class ServiceMuted extends Error {
  override readonly name = "ServiceMuted"
  constructor(services: readonly string[]) {
    super(`A replay never reaches ${listed(services)}: it tells people, who know already`)
  }
}

/** Thrown when a replay would have consequences happen twice; the message says which. */
export class WouldCascade extends Error {
  override readonly name = "WouldCascade"
}

/** Thrown when something is about to be replayed or mended, and nobody is there to say yes. */
export class YesNeeded extends Error {
  override readonly name = "YesNeeded"
  constructor(what: string) {
    super(`${what}: say --yes, as there is no terminal to ask on`)
  }
}

/** Thrown when the catalog could not be rebuilt. */
export class RebuildFailed extends Error {
  override readonly name = "RebuildFailed"
}

/**
 * What went wrong: the first line of the message, or all of it where that line ends in a colon and the reason follows. A refused
 * connection has an empty message and its reason in its code.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  const message = (error.message || code || error.name).trim()
  const [first = error.name] = message.split("\n")
  return first.trimEnd().endsWith(":") ? message : first.trimEnd()
}

/** What a person reads about a file that cannot be opened. */
export function fileMessage(error: unknown, file: string): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === "ENOENT" || code === "ENOTDIR") return `${file} does not exist.`
  if (code === "EACCES" || code === "EPERM") return `${file} may not be read: permission denied.`
  if (code === "ELOOP") return `${file} is a symbolic link that leads nowhere.`
  return `${file} cannot be read: ${messageOf(error)}`
}
