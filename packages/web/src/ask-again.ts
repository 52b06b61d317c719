export interface AskAgainOptions {
  /** Milliseconds for which an answer may be given once more. */
  readonly remembered: number
  readonly later?: (task: () => void, milliseconds: number) => unknown
  readonly cancel?: (timer: unknown) => void
}

/**
 * For an answer that the API remembers for some seconds: what has just changed may be missing in it. Told of each request, it
 * has the last of several asked once more when nothing older can be remembered; the first of all is of no change.
 */
export function askAgain({ remembered, later = setTimeout, cancel = stop }: AskAgainOptions) {
  let isFirst = true
  let isOwn = false
  let timer: unknown
  return (ask: () => void): void => {
    if (!isFirst && !isOwn) {
      cancel(timer)
      timer = later(() => {
        isOwn = true
        ask()
      }, remembered)
    }
    isFirst = isOwn = false
  }
}

function stop(timer: unknown): void {
  clearTimeout(timer as ReturnType<typeof setTimeout>)
}
