import type { SubscriptionConfig } from "./config.ts"

/** A subscription as it is now: as the stacks declare it, or as the app made or changed it. */
export interface Subscription extends SubscriptionConfig {
  /** There for one that an endpoint has to confirm, or has confirmed. */
  readonly confirmation?: Confirmation
  /** For `firehose`. */
  readonly roleArn?: string
}

export interface Confirmation {
  readonly token: string
  /** Milliseconds since the epoch; nothing can confirm it afterwards. */
  readonly expires: number
  readonly confirmed: boolean
}

export function isPending({ confirmation }: Subscription): boolean {
  return confirmation !== undefined && !confirmation.confirmed
}
