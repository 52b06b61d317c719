/** Thrown when API Gateway itself answers a request, and no function does: with a status and `{"message"}`. */
export class ApiRefusal extends Error {
  override readonly name = "ApiRefusal"
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}, options?: ErrorOptions) {
    super(message, options)
    this.status = status
    this.headers = headers
  }
}

/** Thrown for what a function returned when it cannot be made an answer; the caller gets 500. */
export class InvalidProxyResponse extends Error {
  override readonly name = "InvalidProxyResponse"
  constructor(member: string) {
    super(`The function's response has no valid ${member}`)
  }
}
