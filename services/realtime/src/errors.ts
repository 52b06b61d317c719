/** Thrown for a token that lets nobody in; the message says why without any of the token. */
export class BadToken extends Error {
  override readonly name = "BadToken"
}
