/** Thrown for a schedule expression that AWS does not take, or that the engine could only guess at. */
export class InvalidSchedule extends Error {
  override readonly name = "InvalidSchedule"
  readonly expression: string
  readonly reason: string
  constructor(expression: string, reason: string, options?: ErrorOptions) {
    super(`The schedule expression "${expression}" is not valid: ${reason}`, options)
    this.expression = expression
    this.reason = reason
  }
}

/** The error for one expression. */
export type Refuse = (reason: string, options?: ErrorOptions) => InvalidSchedule
