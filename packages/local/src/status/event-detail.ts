import type { RuleVerdict } from "../aws/events/events.ts"
import type { Engine } from "../engine.ts"
import type { RuleNode } from "../graph.ts"
import { arnNames, busName } from "./arn-names.ts"
import { eventSummary } from "./event-summary.ts"
import type { NumberedEvent, SeenEvents } from "./seen-events.ts"

/** An event with all that it says, each time that a bus took it: replayed, or forwarded to another bus; latest first. */
export function eventDetail(engine: Engine, seen: SeenEvents, id: string) {
  const sightings = seen.latest().filter(({ event }) => event.id === id)
  return sightings.length === 0 ? undefined : { id, sightings: sightings.map((sighting) => detailOf(engine, sighting)) }
}

function detailOf(engine: Engine, seen: NumberedEvent) {
  const { graph } = engine
  const nameOf = arnNames(graph)
  const rules = graph.rules.filter(({ bus }) => busName(graph, bus) === seen.bus)
  const judged = rules.map((rule) => {
    const verdict = engine.events.explain(seen.event, { bus: rule.bus, name: rule.name })
    const taken = seen.rules.includes(rule.name)
    const targets = rule.targets.map(({ arn }) => nameOf(arn))
    return { name: rule.name, taken, targets, ...verdict, ...(taken ? {} : { why: whyNot(rule, verdict, seen) }) }
  })
  return { ...eventSummary(seen), event: seen.event, rules: judged }
}

/** One sentence. */
function whyNot({ name }: RuleNode, { enabled, mismatch }: RuleVerdict, { event }: NumberedEvent): string {
  if (mismatch) return mismatch.reason
  if (!enabled) return `the pattern matches, but the rule ${name} is disabled`
  if (event["replay-name"] !== undefined) return "the pattern matches, but the replay is for other rules only"
  return "the pattern matches now, but it did not when the event came: the rule has changed since"
}
