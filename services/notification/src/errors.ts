import { HandlerError } from "@darkroom/lambda"

/**
 * Thrown when nobody knows whether a message went out: whoever sent it got no answer, or ended before there was one. To send it
 * again could tell people twice, so a person decides. docs/notifications.md says how.
 */
export class SendingUnanswered extends HandlerError {
  override readonly name = "SendingUnanswered"
  constructor(sending: string, options?: ErrorOptions) {
    super("permanent", `Perhaps sent, perhaps not: ${sending}`, {
      ...options,
      ownerMessage: "A message about this photo may not have been sent.",
    })
  }
}

/** Thrown when a webhook's receiver will not take the message whenever it comes, by its status. */
export class WebhookRefused extends HandlerError {
  override readonly name = "WebhookRefused"
  constructor(host: string, status: number) {
    super("permanent", `${host} answered ${status}${status === 410 ? ": it wants no more messages" : ""}`)
  }
}

/** Thrown when a webhook's receiver asks for fewer messages. `retryAfter` is in seconds. */
export class WebhookBusy extends HandlerError {
  override readonly name = "WebhookBusy"
  constructor(host: string, status: number, retryAfter: number | undefined) {
    super("throttled", `${host} answered ${status}`, retryAfter === undefined ? {} : { retryAfter })
  }
}

/** Thrown when a webhook's receiver is away or fails; it may work again. `retryAfter` is in seconds. */
export class WebhookFailed extends HandlerError {
  override readonly name = "WebhookFailed"
  constructor(host: string, how: string, options: ErrorOptions & { retryAfter?: number } = {}) {
    super("transient", `${host} ${how}`, options)
  }
}
