import type { DarkroomEvent } from "@darkroom/events"
import type { Emitted } from "@darkroom/lambda"
import type { Deps } from "./deps.ts"

/** Work that a message brings about: begun anew whenever it crashed or failed, until it succeeds. */
export interface Actor {
  readonly run: (deps: Deps) => Promise<Emitted>
  /** The first delivery dies after so many calls, the last of which takes effect. Left out: never. */
  readonly crashAfter?: number
}

interface State {
  readonly actor: Actor
  /** Calls that wait for their turn. */
  waiting: (() => void)[]
  outcome: "none" | "done" | "failed" | "crashed"
  deliveries: number
  calls: number
  /** After a failure it comes back when another has come to its end, or when time has passed. */
  asleep: boolean
}

export interface Play {
  /** Which of so many goes on. */
  readonly choose: (count: number) => number
  /** Lets the holds go stale: nobody can go on. */
  readonly wait: () => void
  readonly onCrash?: () => void
}

/**
 * Runs the actors call by call. Concurrent calls of one actor are one step.
 * Returns what they emitted. Throws where they come to no end.
 */
export async function interleave(
  actors: readonly Actor[],
  deps: Deps,
  { choose, wait, onCrash = () => {} }: Play,
): Promise<DarkroomEvent[]> {
  const emitted: DarkroomEvent[] = []
  const states = actors.map((actor): State => ({
    actor,
    waiting: [],
    outcome: "none",
    deliveries: 0,
    calls: 0,
    asleep: false,
  }))
  for (let steps = 0; ; steps++) {
    if (steps > 500) throw new Error("The actors come to no end")
    const open = states.filter(({ outcome }) => outcome !== "done")
    if (open.length === 0) return emitted
    const awake = open.filter(({ asleep }) => !asleep)
    if (awake.length === 0) {
      wait()
      for (const state of open) state.asleep = false
      continue
    }
    const state = awake[choose(awake.length)] ?? awake[0]
    if (state) await step(state, deps, emitted)
    if (state?.outcome === "crashed" && state.waiting.length === 0) onCrash()
    if (state?.outcome === "done") for (const other of states) other.asleep = false
  }
}

async function step(state: State, deps: Deps, emitted: DarkroomEvent[]): Promise<void> {
  if (state.waiting.length === 0) deliver(state, deps, emitted)
  else for (const go of state.waiting.splice(0)) go()
  await settled()
  if (state.outcome === "failed") state.asleep = true
}

function deliver(state: State, deps: Deps, emitted: DarkroomEvent[]): void {
  const delivery = ++state.deliveries
  const { crashAfter = Infinity } = delivery === 1 ? state.actor : {}
  state.outcome = "none"
  state.calls = 0
  const gate = async (call: () => Promise<unknown>) => {
    await new Promise<void>((resolve) => void state.waiting.push(resolve))
    const result = await call()
    if (++state.calls < crashAfter) return result
    state.outcome = "crashed"
    state.waiting = []
    return new Promise(() => {})
  }
  void state.actor.run(gated(deps, gate)).then(
    (result) => {
      if (state.outcome === "crashed") return
      state.outcome = "done"
      if (result) emitted.push(...(Array.isArray(result) ? result : [result as DarkroomEvent]))
    },
    () => void (state.outcome = state.outcome === "crashed" ? "crashed" : "failed"),
  )
}

type Gate = (call: () => Promise<unknown>) => Promise<unknown>

/** The same, each call of which waits for its turn. */
function gated({ now, ...services }: Deps, gate: Gate): Deps {
  const wrap = <Service extends object>(service: Service) =>
    new Proxy(service, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>
        return (...args: unknown[]) => gate(() => method(...args))
      },
    })
  const { objects, uploads, filings, reservations } = services
  return { objects: wrap(objects), uploads: wrap(uploads), filings: wrap(filings), reservations, now }
}

/** Until everybody waits for a turn: these worlds have no timers. */
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve))

/** Every sequence of choices there is, one a run; `limit` against a mistake in the test. */
export async function everyOrder(
  run: (choose: (count: number) => number) => Promise<void>,
  limit = 50_000,
): Promise<number> {
  let choices: { taken: number; count: number }[] = []
  for (let runs = 1; runs <= limit; runs++) {
    let at = 0
    await run((count) => {
      const choice = (choices[at] ??= { taken: 0, count })
      at++
      return choice.taken
    })
    choices = choices.slice(0, at)
    while (choices.length > 0 && choices.at(-1)!.taken + 1 >= choices.at(-1)!.count) choices.pop()
    const last = choices.at(-1)
    if (last === undefined) return runs
    last.taken++
  }
  throw new Error(`More than ${limit} orders`)
}
