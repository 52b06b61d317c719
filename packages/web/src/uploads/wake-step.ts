import type { Work } from "./work.ts"

/** Timers do not run while a laptop sleeps, so a long one is looked at now and then. */
const LONGEST_TIMER = 60_000

/** Lets held items go on when what held them is over. */
export function wakeStep({ list, deps: { clock }, gate, pump }: Work) {
  let cancel: (() => void) | undefined
  return {
    run(): void {
      cancel?.()
      const held = list.all().filter(({ state }) => state === "held")
      const due = held.filter(({ error }) =>
        error?.opensAt === undefined ? gate.isOpen() : error.opensAt <= clock.now(),
      )
      for (const { clientId } of due) list.move(clientId, "waiting")
      const next = Math.min(
        ...held.filter((item) => !due.includes(item)).map(({ error }) => error?.opensAt ?? Infinity),
      )
      if (next < Infinity) cancel = clock.after(Math.min(LONGEST_TIMER, next - clock.now()), pump)
    },
    close: () => cancel?.(),
  }
}
