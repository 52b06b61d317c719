/** A call that was refused. */
export interface Denial {
  /** The function that called, what acted by a role of its own, or the AWS service that acted by itself, such as `events.amazonaws.com`. */
  readonly functionId: string
  readonly action: string
  readonly resource: string
}
