/** What a policy's conditions look at, by the key's name in any case. A key that is not there has no value; some have several. */
export type ConditionContext = Readonly<Record<string, string | readonly string[] | undefined>>

/** One permission that a call needs. */
export interface Need {
  /** Such as `s3:GetObject` */
  readonly action: string
  readonly resource: string
  readonly context?: ConditionContext
}
