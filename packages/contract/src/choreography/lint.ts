import { type Choreography, consumersOf, emittersOf } from "./choreography.ts"
import { cyclesIn } from "./cycles.ts"
import { type Exceptions, exceptions as shipped } from "./exceptions.ts"
import { globsMeet } from "./globs-meet.ts"

export type LintRule = "unconsumed" | "unemitted" | "owners" | "cycle" | "s3-loop"

export interface Finding {
  readonly rule: LintRule
  readonly message: string
}

type Rule = (choreography: Choreography, exceptions: Exceptions) => string[]

const rules: Readonly<Record<LintRule, Rule>> = { unconsumed, unemitted, owners, cycle, "s3-loop": s3Loop }

/** What is wrong with who emits and consumes what; empty where nothing is. An exception that nothing needs is wrong too. */
export function lint(choreography: Choreography, exceptions: Exceptions = shipped): Finding[] {
  return Object.entries(rules).flatMap(([rule, check]) =>
    check(choreography, exceptions).map((message) => ({ rule: rule as LintRule, message })),
  )
}

function unconsumed(choreography: Choreography): string[] {
  return choreography.events.flatMap(({ name, unconsumed: why }) => {
    const consumers = consumersOf(choreography, name)
    if (consumers.length === 0 && why === undefined)
      return [`Nobody consumes ${name}. If that is meant, its definition says why: unconsumed`]
    if (consumers.length > 0 && why !== undefined)
      return [`${name} is said to be consumed by nobody, and is by ${consumers.join(", ")}`]
    return []
  })
}

function unemitted(choreography: Choreography, { emittedElsewhere }: Exceptions): string[] {
  const { functions, events } = choreography
  const elsewhere = (name: string) => emittedElsewhere.some(({ event }) => event === name)
  const consumed = functions.flatMap(({ service, consumes }) => consumes.map((each) => ({ service, ...each })))
  const withoutEmitter = consumed
    .filter(({ name }) => emittersOf(choreography, name).length === 0 && !elsewhere(name))
    .map(({ service, name }) => `${service} consumes ${name}, which nobody emits`)
  const earlier = consumed.flatMap(({ service, name, version }) => {
    const event = events.find((each) => each.name === name)
    if (version === undefined || event === undefined || [event.version, ...event.alsoEmitted].includes(version))
      return []
    return [`${service} consumes version ${version} of ${name}, which nobody emits any more`]
  })
  const needless = emittedElsewhere
    .filter(({ event }) => emittersOf(choreography, event).length > 0)
    .map(({ event }) => `${event} is said to come from elsewhere, and a service emits it`)
  return [...new Set([...withoutEmitter, ...earlier, ...needless])]
}

function owners(choreography: Choreography, { emitForOthers }: Exceptions): string[] {
  const { events, functions } = choreography
  const twice = events.flatMap(({ name, source }, index) => {
    const others = emittersOf(choreography, name).filter((service) => source !== `darkroom.${service}`)
    const defined = events.findIndex((each) => each.name === name) < index
    return [
      ...others.map((service) => `${service} emits ${name}, which is ${source}'s`),
      ...(defined ? [`${name} is defined twice`] : []),
    ]
  })
  const allowed = (name: string) => emitForOthers.some(({ service }) => service === name)
  const forOthers = functions.filter(({ service, emitsForOthers }) => emitsForOthers.length > 0 && !allowed(service))
  return [
    ...twice,
    ...forOthers.map(({ id, emitsForOthers }) => `${id} may emit for others: ${emitsForOthers.join(", ")}`),
  ]
}

function cycle({ functions }: Choreography, { endsThere }: Exceptions): string[] {
  const edges = functions.flatMap(({ id, consumes, emits }) =>
    consumes.flatMap(({ name: from }) => emits.map((to) => ({ from, to, by: id }))),
  )
  const ends = endsThere.flatMap(({ function: by, on, emits }) =>
    on.flatMap((from) => emits.map((to) => ({ from, to, by }))),
  )
  const same = (one: (typeof edges)[number]) => (two: (typeof edges)[number]) =>
    one.from === two.from && one.to === two.to && one.by === two.by
  const circles = cyclesIn(edges.filter((edge) => !ends.some(same(edge))))
  const needless = ends.filter((end) => !edges.some(same(end)))
  return [
    ...circles.map(
      (circle) => `A circle: ${circle.map(({ from, by }) => `${from} -> ${by}`).join(" -> ")} -> ${circle[0]!.from}`,
    ),
    ...needless.map(({ from, to, by }) => `${by} is said not to answer ${from} with ${to}, which it could not anyway`),
  ]
}

function s3Loop({ functions, intakes }: Choreography, { writeIntoIntake }: Exceptions): string[] {
  const allowed = (service: string, keys: string) =>
    writeIntoIntake.some((each) => each.service === service && each.keys === keys)
  const loops = functions.flatMap(({ id, service, writes }) =>
    writes.flatMap(({ bucket, keys }) =>
      intakes
        .filter((intake) => intake.bucket === bucket && intake.keys.some((each) => globsMeet(keys, each)))
        .map(({ rule }) => ({
          service,
          keys,
          message: `${id} may write ${keys}, which the rule ${rule} takes in again`,
        })),
    ),
  )
  const needless = writeIntoIntake.filter(
    (each) => !loops.some(({ service, keys }) => each.service === service && each.keys === keys),
  )
  return [
    ...loops.filter(({ service, keys }) => !allowed(service, keys)).map(({ message }) => message),
    ...needless.map(({ service, keys }) => `${service} is said to write ${keys} into an intake, and does not`),
  ]
}
