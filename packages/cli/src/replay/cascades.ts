import { allEvents } from "@darkroom/events"
import type { SubscriberTarget } from "../operations.ts"
import { listed } from "../text.ts"
import type { ArchivedEvent } from "./archived-event.ts"
import { type Causes, redoes } from "./causes.ts"
import { consumes } from "./recipients.ts"

/** The cause is replayed to `by`, which brings about the effect anew, and the effect is replayed as well: `twice` would do its work twice. */
export interface Cascade {
  readonly cause: string
  readonly by: string
  readonly effect: string
  readonly twice: readonly string[]
}

/** By what the events that are to be replayed have caused. */
export function cascadesIn(
  chosen: readonly ArchivedEvent[],
  reached: readonly SubscriberTarget[],
  { parentOf }: Causes,
): Cascade[] {
  const ids = new Set(chosen.map(({ id }) => id))
  const found = chosen.flatMap((effect) => {
    let last = effect
    for (let cause = parentOf(last); cause !== undefined; last = cause, cause = parentOf(last)) {
      const cascades = ids.has(cause.id) ? cascadeOf(cause.type, last.service, effect.type, reached) : []
      // The nearest says enough: what is further away is replayed to it.
      if (cascades.length > 0) return cascades
    }
    return []
  })
  return distinct(found)
}

/** By what the contract and the rules allow, where no event has been looked at. */
export function possibleCascades(reached: readonly SubscriberTarget[]): Cascade[] {
  const types = allEvents.filter(({ name }) => reached.some((target) => consumes(target, name)))
  const found = types.flatMap(({ name, source }) => {
    const service = source.replace("darkroom.", "")
    return types.flatMap((cause) => cascadeOf(cause.name, service, name, reached))
  })
  return distinct(found)
}

function cascadeOf(cause: string, service: string, effect: string, reached: readonly SubscriberTarget[]): Cascade[] {
  const isRedone = reached.some((target) => target.service === service && redoes(target, cause))
  const twice = reached.filter((target) => redoes(target, effect) && emits(target)).map((target) => target.service)
  return isRedone && twice.length > 0 ? [{ cause, by: service, effect, twice: [...new Set(twice)] }] : []
}

function emits({ service }: SubscriberTarget): boolean {
  return allEvents.some(({ source }) => source === `darkroom.${service}`)
}

function distinct(cascades: readonly Cascade[]): Cascade[] {
  return [...new Map(cascades.map((cascade) => [JSON.stringify(cascade), cascade])).values()]
}

/** Why it is refused, and what to do instead. */
export function cascadeText(cascades: readonly Cascade[]): string {
  const told = cascades.map(
    ({ cause, by, effect, twice }) =>
      `${cause} has ${by} bring about another ${effect}, so ${listed(twice)} would handle it twice`,
  )
  return `Causes and their consequences would be replayed together: ${told.join("; ")}. Choose events with --event or services with --service, or say --cascade`
}
