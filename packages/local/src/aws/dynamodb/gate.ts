/** Lets work that bears company run side by side, and work that does not run alone, in the order of arrival. */
export interface Gate {
  share<Result>(work: () => Promise<Result>): Promise<Result>
  alone<Result>(work: () => Promise<Result>): Promise<Result>
}

export function openGate(): Gate {
  const sharing = new Set<Promise<unknown>>()
  let last: Promise<unknown> | undefined
  return {
    share(work) {
      const running = last === undefined ? work() : last.then(work)
      const ended: Promise<unknown> = running.then(noop, noop).then(() => sharing.delete(ended))
      sharing.add(ended)
      return running
    },
    alone(work) {
      const running = Promise.all([last, ...sharing]).then(work)
      const ended: Promise<unknown> = running.then(noop, noop).then(() => {
        if (last === ended) last = undefined
      })
      last = ended
      return running
    },
  }
}

function noop(): void {}
