let last: Promise<unknown> = Promise.resolve()

/** Runs work when all that was given before it is over, so that two heavy decodes never need their memory at once. */
export function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const result = last.then(work)
  last = result.catch(() => undefined)
  return result
}
