import type { BusEvent } from "./bus-event.ts"
import { checkRule } from "./check-rule.ts"
import type { ArchiveConfig, BusConfig, EventsOptions, RuleConfig } from "./config.ts"
import { notFound } from "./errors.ts"
import { compilePattern, type Matcher } from "./pattern/pattern.ts"
import type { JsonObject } from "./pattern/value.ts"

/** Which rules and archives an event is for. Patterns are read once, so a bad one is known at start. */
export type Router = ReturnType<typeof openRouter>

export function openRouter({ buses, rules, archives }: EventsOptions) {
  const findBus = (nameOrArn: string) => buses.find(({ name, arn }) => name === nameOrArn || arn === nameOrArn)
  const busOf = (owner: string, nameOrArn: string): BusConfig => {
    const bus = findBus(nameOrArn)
    if (bus === undefined) throw new Error(`${owner} is on the event bus ${nameOrArn}, which does not exist`)
    return bus
  }
  const routes = rules.map((rule) => {
    const bus = busOf(`Rule ${rule.name}`, rule.bus)
    checkRule(rule, bus, buses)
    return {
      rule,
      bus,
      matches: rule.pattern === undefined ? () => false : compileFor(`rule ${rule.name}`, rule.pattern),
    }
  })
  const archivers = archives.map((archive) => ({
    archive,
    bus: busOf(`Archive ${archive.name}`, archive.busArn),
    matches: archive.pattern === undefined ? () => true : compileFor(`archive ${archive.name}`, archive.pattern),
  }))

  const rulesOn = (bus: BusConfig): RuleConfig[] => routes.filter((route) => route.bus === bus).map(({ rule }) => rule)

  return {
    /** By name or ARN. */
    findBus,
    /** By name or ARN. Throws ResourceNotFoundException. */
    busNamed: (nameOrArn = "default"): BusConfig => {
      const bus = findBus(nameOrArn)
      if (bus === undefined) throw notFound("Event bus", nameOrArn)
      return bus
    },
    /** Throws ResourceNotFoundException. */
    ruleNamed: (name: string, bus: BusConfig): RuleConfig => {
      const rule = rulesOn(bus).find((candidate) => candidate.name === name)
      if (rule === undefined) throw notFound("Rule", name)
      return rule
    },
    rulesOn,
    /** The enabled rules that match, on one bus or on all. */
    rulesFor: (event: JsonObject, bus?: BusConfig): RuleConfig[] => {
      return routes
        .filter((route) => route.rule.enabled && (bus ?? route.bus) === route.bus && route.matches(event))
        .map(({ rule }) => rule)
    },
    archivesFor: (event: BusEvent, bus: BusConfig): ArchiveConfig[] => {
      return archivers
        .filter((archiver) => archiver.bus === bus && archiver.matches({ ...event }))
        .map(({ archive }) => archive)
    },
  }
}

function compileFor(owner: string, pattern: unknown): Matcher {
  try {
    return compilePattern(pattern)
  } catch (cause) {
    throw new Error(`The pattern of ${owner} is not valid: ${(cause as Error).message}`, { cause })
  }
}
