import type { Engine } from "../engine.ts"

/** How many of the last events and messages for people are shown. */
const EVENTS = 200
const MESSAGES = 50

/** How the engine is, for the status page and for scripts. Payloads stay out: of an event there is what it is about. */
export function statusOf(engine: Engine, matches: ReadonlyMap<string, number>, started: number) {
  const { graph, sqs, events, sns } = engine
  const ofQueues = graph.queues.map(({ redrive }) => redrive?.deadLetterArn)
  const ofTargets = graph.rules.flatMap(({ targets }) => targets.map(({ deadLetterArn }) => deadLetterArn))
  const dead = new Set([...ofQueues, ...ofTargets])
  return {
    pid: process.pid,
    app: graph.app,
    uptimeSeconds: Math.round((Date.now() - started) / 1000),
    functions: engine.stats(),
    queues: graph.queues.map(({ id, arn }) => ({ id, deadLetters: dead.has(arn), ...sqs.depth(arn) })),
    rules: graph.rules.map(({ name, bus, enabled, pattern }) => ({
      name,
      bus,
      enabled,
      pattern,
      matched: matches.get(name) ?? 0,
    })),
    events: events.recent(EVENTS).map(({ event, rules }) => ({
      id: event.id,
      time: event.time,
      type: event["detail-type"],
      source: event.source,
      about: aboutOf(event.detail),
      rules,
      ...(event["replay-name"] === undefined ? {} : { replay: event["replay-name"] }),
    })),
    outbox: sns
      .outbox()
      .slice(-MESSAGES)
      .toReversed()
      .map(({ time, subject, message, protocol, endpoint }) => ({ time, subject, message, protocol, endpoint })),
  }
}

/** The photo that an event of the app is about, or the key of S3's. */
function aboutOf(detail: unknown): string {
  const { metadata, object } = detail as { metadata?: { groupKey?: string }; object?: { key?: string } }
  return metadata?.groupKey ?? object?.key ?? ""
}
