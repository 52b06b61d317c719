import type { DarkroomEvent, FailureClass } from "@darkroom/events"

export interface HandlerErrorOptions extends ErrorOptions {
  ownerMessage?: string
  /** Seconds that whoever refused asks to be left alone, at the least. */
  retryAfter?: number
}

/** Base of the errors whose class a handler knows. `ownerMessage` is a sentence for the photo's owner; `message` is for engineers. */
export class HandlerError extends Error {
  readonly failureClass: FailureClass
  readonly ownerMessage: string | undefined
  readonly retryAfter: number | undefined
  constructor(failureClass: FailureClass, message: string, options: HandlerErrorOptions = {}) {
    super(message, options)
    this.failureClass = failureClass
    this.ownerMessage = options.ownerMessage
    this.retryAfter = options.retryAfter
  }
}

/** Thrown when trying again cannot help: the message goes to the dead-letter queue at once. */
export class PermanentError extends HandlerError {
  override readonly name = "PermanentError"
  constructor(message: string, options: ErrorOptions & { ownerMessage?: string } = {}) {
    super("permanent", message, options)
  }
}

/** Thrown when the input is of a kind that this step cannot handle: to the dead-letter queue at once. */
export class UnsupportedError extends HandlerError {
  override readonly name = "UnsupportedError"
  constructor(message: string, options: ErrorOptions & { ownerMessage?: string } = {}) {
    super("unsupported", message, options)
  }
}

/** Thrown when EventBridge did not take some events although each was tried again; the handler is retried and emits the same ids. */
export class PublishFailed extends HandlerError {
  override readonly name = "PublishFailed"
  constructor(failed: readonly string[], options: ErrorOptions = {}) {
    super("transient", `EventBridge refused ${failed.join(", ")}`, options)
  }
}

/** Thrown when what has to come first has not come yet, as is to be expected: tried again like any other, and told at level info until it is given up. */
export class NotYet extends HandlerError {
  override readonly name: string = "NotYet"
  constructor(message: string, options: ErrorOptions = {}) {
    super("transient", message, options)
  }
}

/**
 * Thrown by work that has got on and is not at its end: the same message comes back after `retryAfter` seconds, and its attempts are
 * counted anew. A function that sent itself a message instead would be stopped after 16 of them.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export class ToBeContinued extends HandlerError {
  override readonly name = "ToBeContinued"
  override readonly retryAfter: number
  constructor(message: string, retryAfter: number) {
    super("throttled", message, { retryAfter })
    this.retryAfter = retryAfter
  }
}

/** Thrown when an event's payload is in S3 (claim check) and cannot be read there. */
export class ClaimUnreadable extends HandlerError {
  override readonly name = "ClaimUnreadable"
  constructor(where: string, options: ErrorOptions = {}) {
    super("transient", `The payload of an event could not be read from ${where}`, options)
  }
}

/** Thrown when a message comes once more after its last attempt: none of them lived to say what is wrong. */
export class NoAnswer extends HandlerError {
  override readonly name = "NoAnswer"
  constructor(attempts: number) {
    super(
      "transient",
      `The function was ended (timeout, memory or crash) before it could say why; attempts: ${attempts}`,
    )
  }
}

/**
 * Thrown when a part of the work failed, by `cause`, and may succeed later: the message is tried again as it is for `cause`. Where
 * that is given up, the work is done all the same, and `without` is emitted: what there is without the part that failed.
 */
export class Unfinished extends Error {
  override readonly name = "Unfinished"
  readonly without: readonly DarkroomEvent[]
  constructor(cause: unknown, without: readonly DarkroomEvent[]) {
    super("A part of the work failed", { cause })
    this.without = without
  }
}
