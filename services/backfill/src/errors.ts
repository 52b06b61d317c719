import { HandlerError } from "@darkroom/lambda"

/** Base of the errors that whoever commands a backfill is to read. */
export class CommandRefused extends HandlerError {
  constructor(message: string, options: ErrorOptions = {}) {
    super("permanent", message, options)
  }
}

/** Thrown when there is no object, or no bucket, where a source is said to be. */
export class SourceMissing extends CommandRefused {
  override readonly name = "SourceMissing"
  constructor(where: string, options: ErrorOptions = {}) {
    super(`There is nothing at ${where}`, options)
  }
}

/** Thrown when a source is there and cannot be read, or is not what it was when the backfill began. */
export class SourceUnreadable extends CommandRefused {
  override readonly name = "SourceUnreadable"
  constructor(where: string, reason: string, options: ErrorOptions = {}) {
    super(`${where} cannot be read: ${reason}`, options)
  }
}

/** Thrown for an object that is no manifest of an S3 Inventory in CSV. */
export class NotAManifest extends CommandRefused {
  override readonly name = "NotAManifest"
  constructor(where: string, reason: string, options: ErrorOptions = {}) {
    super(`${where} is no manifest of an S3 Inventory: ${reason}`, options)
  }
}

/** Thrown when no backfill has that id. */
export class UnknownBackfill extends CommandRefused {
  override readonly name = "UnknownBackfill"
  constructor(id: string) {
    super(`There is no backfill ${id}`)
  }
}

/** Thrown when a backfill is in a state in which what was asked makes no sense. */
export class WrongState extends CommandRefused {
  override readonly name = "WrongState"
  constructor(id: string, state: string, wanted: string) {
    super(`The backfill ${id} is ${state}: it cannot be ${wanted}`)
  }
}

/** Thrown when a command is none that there is. */
export class InvalidCommand extends CommandRefused {
  override readonly name = "InvalidCommand"
  constructor(problems: readonly string[]) {
    super(`The command makes no sense: ${problems.join("; ")}`)
  }
}

/** Thrown when somebody else works on the backfill; the message comes back and looks again. */
export class HeldElsewhere extends HandlerError {
  override readonly name = "HeldElsewhere"
  constructor(id: string, retryAfter: number) {
    super("throttled", `The backfill ${id} is being worked on elsewhere`, { retryAfter })
  }
}

/** Thrown when somebody else has taken the backfill over because this work was silent for too long. */
export class LeaseLost extends HandlerError {
  override readonly name = "LeaseLost"
  constructor(id: string) {
    super("throttled", `The backfill ${id} has been taken over`)
  }
}
