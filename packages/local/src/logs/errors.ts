/** Thrown for a query of the logs that makes no sense; says which parameter, and what it may be. */
export class InvalidLogsQuery extends Error {
  override readonly name = "InvalidLogsQuery"
  constructor(parameter: string, expected: string) {
    super(`The parameter ${parameter} must be ${expected}.`)
  }
}
