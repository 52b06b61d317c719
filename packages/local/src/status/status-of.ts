import type { Engine } from "../engine.ts"
import { eventSummary } from "./event-summary.ts"
import { queueStatus } from "./queue-status.ts"
import { replayStatus } from "./replay-status.ts"
import { ruleStatus, scheduleStatus } from "./rule-status.ts"
import type { SeenEvents } from "./seen-events.ts"

/** How many of the last events and messages for people are shown. */
export const EVENTS = 200
const MESSAGES = 50

export interface StatusTimes {
  /** Milliseconds since the epoch, both. */
  readonly now: number
  readonly started: number
}

export type Status = ReturnType<typeof statusOf>

/** How the engine is, for the status page and for scripts. Payloads stay out: of an event there is what it is about. */
export function statusOf(engine: Engine, seen: SeenEvents, times: StatusTimes, events: number = EVENTS) {
  const { graph } = engine
  return {
    pid: process.pid,
    app: graph.app,
    url: engine.url,
    now: times.now,
    uptimeSeconds: Math.round((times.now - times.started) / 1000),
    functions: functionStatus(engine),
    queues: queueStatus(engine, times.now),
    buses: graph.buses.map(({ id, name }) => ({ id, name })),
    rules: ruleStatus(engine, seen),
    events: seen.latest().slice(0, events).map(eventSummary),
    archives: graph.archives.map(({ name, retentionDays }) => ({ name, retentionDays })),
    replays: replayStatus(engine),
    schedules: scheduleStatus(engine, seen, times),
    outbox: outboxStatus(engine),
    unsupported: graph.unsupported,
  }
}

function functionStatus({ graph, stats }: Engine) {
  const nodes = new Map(graph.functions.map((node) => [node.id, node]))
  return stats().map((each) => {
    const { handler = "", memory = 0, timeout = 0, reservedConcurrency } = nodes.get(each.id) ?? {}
    return { ...each, handler, memory, timeout, ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }) }
  })
}

function outboxStatus({ sns }: Engine) {
  const latest = sns.outbox().slice(-MESSAGES).toReversed()
  return latest.map(({ messageId, time, subject, message, protocol, endpoint }) => {
    return { messageId, time, subject, message, protocol, endpoint }
  })
}
