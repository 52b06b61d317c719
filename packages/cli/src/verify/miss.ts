/** Thrown by a check that did not find what it should. */
export class Miss extends Error {
  override readonly name = "Miss"
  readonly expected: string
  readonly found: string
  /** Where to look next: a command, or a place. */
  readonly next: string
  constructor({ expected, found, next }: { expected: string; found: string; next: string }, options?: ErrorOptions) {
    super(`expected ${expected}, found ${found}`, options)
    this.expected = expected
    this.found = found
    this.next = next
  }
}
