/** Thrown for a query of the status page's routes that makes no sense; says which parameter, and what it may be. */
export class InvalidStatusQuery extends Error {
  override readonly name = "InvalidStatusQuery"
  constructor(parameter: string, expected: string) {
    super(`The parameter ${parameter} must be ${expected}.`)
  }
}
