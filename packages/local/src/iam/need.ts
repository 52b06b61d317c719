/** What a policy's conditions look at, by the key's name. A key that is not there has no value. */
export type ConditionContext = Readonly<Record<string, string | undefined>>

/** One permission that a call needs. */
export interface Need {
  /** Such as `s3:GetObject` */
  readonly action: string
  readonly resource: string
  readonly context?: ConditionContext
}
