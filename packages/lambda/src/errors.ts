import type { FailureClass } from "@darkroom/events"

/** Base of the errors whose class a handler knows. `ownerMessage` is a sentence for the photo's owner; `message` is for engineers. */
export class HandlerError extends Error {
  readonly failureClass: FailureClass
  readonly ownerMessage: string | undefined
  constructor(failureClass: FailureClass, message: string, options: ErrorOptions & { ownerMessage?: string } = {}) {
    super(message, options)
    this.failureClass = failureClass
    this.ownerMessage = options.ownerMessage
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

/** Thrown when an event's payload is in S3 (claim check) and cannot be read there. */
export class ClaimUnreadable extends HandlerError {
  override readonly name = "ClaimUnreadable"
  constructor(where: string, options: ErrorOptions = {}) {
    super("transient", `The payload of an event could not be read from ${where}`, options)
  }
}
