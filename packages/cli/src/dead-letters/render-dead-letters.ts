import type { DeadLetterRecord } from "@darkroom/events"
import { counted } from "../format.ts"
import { renderColumns } from "../render-columns.ts"
import { type Colors, pad, printable } from "../text.ts"
import type { RedriveOutcome } from "./redrive.ts"

/** A line each, under headings. */
export function renderDeadLetters(letters: readonly DeadLetterRecord[], colors: Colors): string {
  const rows = letters.map(({ id, since, subscriber, event, class: failureClass, attempts, error }) => [
    id,
    since.slice(0, 19).replace("T", " "),
    printable(subscriber),
    printable(event?.type ?? "(no event)"),
    failureClass,
    String(attempts),
    printable(`${error.name}: ${error.message}`),
  ])
  return renderColumns(["id", "since (UTC)", "subscriber", "event", "class", "attempts", "error"], rows, colors)
}

/** Everything about one, a line a fact, and then its payload. */
export function renderDeadLetter(letter: DeadLetterRecord, body: string, colors: Colors): string {
  const { id, state, since, changedAt, service, subscriber, queue, target, attempts, error, event, imageId } = letter
  const facts: [string, string | null | undefined][] = [
    ["id", id],
    ["state", changedAt === undefined ? state : `${state} at ${changedAt}`],
    ["since", since],
    ["given up by", target === undefined ? `${subscriber} (services/${service})` : `a rule, on its way to ${target}`],
    ["attempts", String(attempts)],
    ["class", letter.class],
    ["error", `${error.name}: ${error.message}`],
    ["queue", queue],
    ["event", event && `${event.type} ${event.id}`],
    ["correlation", event?.correlationId],
    ["origin", event?.origin],
    ["about", imageId],
  ]
  const lines = facts.flatMap(([name, text]) => (text ? [`${colors.dim(pad(name, 12))}${printable(text)}`] : []))
  return [...lines, "", pretty(body)].join("\n")
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return printable(body)
  }
}

export function renderOutcome({ redriven, settled, failed }: RedriveOutcome, meant: number, colors: Colors): string {
  const left = meant - redriven.length - settled.length - failed.length
  const parts = [
    `${counted(redriven.length, "message")} sent again`,
    settled.length > 0 ? `${settled.length} settled meanwhile` : "",
    failed.length > 0 ? colors.red(`${failed.length} failed`) : "",
    left > 0 ? `${left} left` : "",
  ]
  const problems = failed.map(({ id, message }) => colors.red(`${id}: ${printable(message)}`))
  return [...problems, parts.filter((part) => part !== "").join(", ")].join("\n")
}
