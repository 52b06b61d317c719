import { counted } from "../format.ts"
import { renderBars } from "../progress.ts"
import { billedSchema } from "../reprocess/rekognition-prices.ts"
import { type Colors, pad, printable } from "../text.ts"
import { cascadeText } from "./cascades.ts"
import type { Counts, Delivery, Plan } from "./plan-replay.ts"
import type { ReplayCost } from "./replay-cost.ts"
import type { ReplayStatus } from "./replay-access.ts"
import type { Outcome } from "./send-events.ts"

const HANDLED = {
  redo: "handles each once more, and emits anew",
  project: "writes the same once more",
  drop: "drops replays",
}

/** What would run, what would not and why, and what it would cost. */
export function renderPlan(plan: Plan, colors: Colors): string {
  const { read, events, byType, deliveries, muted, skipped, follows, cascades, cost } = plan
  const width = Math.max(0, ...[...deliveries, ...muted].map(({ service }) => service.length))
  return [
    `${counted(events, "event")} of ${read} in the archive at that time${listed(byType)}`,
    ...deliveries.map((delivery) => `  ${colors.green("runs")}     ${deliveryText(delivery, width)}`),
    ...muted.map((delivery) => `  ${colors.dim("muted")}    ${deliveryText(delivery, width)}`),
    ...skippedLines(skipped, colors),
    ...(Object.keys(follows).length > 0 ? [`What follows, as it did the first time: ${countsText(follows)}`] : []),
    costText(cost),
    ...(cascades.length > 0 ? [`${colors.yellow("cascade")}  ${cascadeText(cascades)}.`] : []),
  ].join("\n")
}

function listed(counts: Counts): string {
  return Object.keys(counts).length > 0 ? `: ${countsText(counts)}` : ""
}

export function countsText(counts: Counts): string {
  return Object.entries(counts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ")
}

function deliveryText({ service, onReplay, byType }: Delivery, width: number): string {
  return `${pad(service, width)}  ${countsText(byType)} (${HANDLED[onReplay]})`
}

function skippedLines({ deleted, deletedPhotos, unconsumed }: Plan["skipped"], colors: Colors): string[] {
  const skipped = colors.dim("skipped")
  return [
    deleted > 0
      ? [`  ${skipped}  ${counted(deleted, "event")} of ${counted(deletedPhotos, "photo")} deleted since`]
      : [],
    unconsumed > 0 ? [`  ${skipped}  ${counted(unconsumed, "event")} that no service that is meant consumes`] : [],
  ].flat()
}

function costText({ calls, videos, rekognition, eventBridge, queues, lambda, total }: ReplayCost): string {
  const asked = billedSchema.filter((billed) => calls[billed] > 0).map((billed) => `${calls[billed]} ${billed}`)
  const images = asked.length > 0 ? ` for ${asked.join(", ")}` : ""
  const parts = `Rekognition ${dollars(rekognition)}${images}, EventBridge ${dollars(eventBridge)}, SQS ${dollars(queues)}, Lambda ${dollars(lambda)}`
  const watched = videos > 0 ? `; besides, jobs on ${counted(videos, "video")}, billed by the minute` : ""
  return `About ${dollars(total)} on AWS: ${parts}${watched}`
}

function dollars(amount: number): string {
  return `$${amount.toFixed(amount > 0 && amount < 0.1 ? 4 : 2)}`
}

export function sendingBar({ sent, failed }: Outcome, total: number, colors: Colors): string {
  return renderBars([{ name: "replayed", done: sent, failed, total }], colors).join("")
}

/** By the time of the events: EventBridge does not tell how many there are. */
export function replayBar({ from, to, replayedTo = from, state }: ReplayStatus, colors: Colors): string {
  const share = state === "completed" ? 1 : Math.min(1, Math.max(0, (replayedTo - from) / (to - from)))
  return renderBars(
    [{ name: `${state}, % of the time`, done: Math.round(share * 100), failed: 0, total: 100 }],
    colors,
  ).join("")
}

export function renderOutcome(outcome: Outcome, total: number, name: string): string {
  const { sent, failed, stopped, problem } = outcome
  const refused = failed > 0 ? `, ${failed} refused by their queues` : ""
  const told = `${sent} of ${counted(total, "delivery", "deliveries")}${refused}`
  if (stopped === undefined && failed === 0) return `Replayed: ${told} as ${name}`
  const why = problem === undefined ? "" : ` by an error (${printable(problem)})`
  return `Stopped${why}: ${told}. The same command with --name ${name} goes on: what was handled is not handled again`
}

export function renderStatus(status: ReplayStatus, colors: Colors): string {
  const { name, state, reason, from, to } = status
  const told = state === "completed" ? colors.green(state) : state === "failed" ? colors.red(state) : state
  const why = reason === undefined ? "" : `: ${printable(reason)}`
  return `${name}  ${told}  ${dateText(from)} to ${dateText(to)}${why}`
}

function dateText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z")
}
