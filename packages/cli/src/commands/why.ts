import { explainPattern, type Mismatch } from "@darkroom/local/event-pattern"
import type { Command } from "commander"
import { existsSync, readFileSync } from "node:fs"
import { text as textOf } from "node:stream/consumers"
import { UnknownEvent, UnknownRule } from "../errors.ts"
import { type BusEvent, parseBusEvent } from "../events/bus-event.ts"
import type { BusRule } from "../events/bus-rules.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { type Colors, colorsFor, pad, printable } from "../text.ts"
import { wholeEvent } from "./events.ts"

/** Whether a rule takes an event, and why not. */
export interface Verdict {
  readonly rule: string
  /** The function that the rule feeds; null where none of Darkroom's bus is known. */
  readonly subscriber: string | null
  readonly hits: boolean
  /** False for a rule that takes nothing, whatever its pattern. */
  readonly enabled: boolean
  /** The first field that does not match, what the rule wants there and what is there. */
  readonly mismatch: Mismatch | null
}

export function register(program: Command): void {
  program
    .command("why")
    .description("which rules an event hits, and what keeps it from the others")
    .argument("<event>", "a file, an event's or a dead letter's id, or - for standard input")
    .argument("[rule]", "only this rule, or those of this service or function")
    .option("--json", "print an array")
    .action(async (event: string, rule: string | undefined, options: { json?: boolean }) => {
      process.exitCode = await why(event, rule, options)
    })
}

/** The exit code: 1 where a rule was named and none that is meant takes the event. Throws UnknownEvent, UnknownRule, MalformedInput. */
export async function why(
  reference: string,
  rule: string | undefined,
  { json = false }: { readonly json?: boolean },
  io: Terminal = terminal,
  readInput: () => Promise<string> = () => textOf(process.stdin),
): Promise<number> {
  const verdicts = await withStage(io, async (stage) => {
    const event = await eventOf(stage, reference, readInput)
    const all = (await rulesFor(stage, event)).map((each) => judge(each, event, stage))
    const meant = rule === undefined ? all : all.filter((verdict) => isNamed(verdict, rule, stage))
    if (rule !== undefined && meant.length === 0) throw new UnknownRule(rule)
    return meant
  })
  if (json) writeJson(io, verdicts)
  else io.stdout.write(`${render(verdicts, colorsFor(io.stdout))}\n`)
  return rule === undefined || verdicts.some(({ hits }) => hits) ? 0 : 1
}

async function eventOf(stage: Stage, reference: string, readInput: () => Promise<string>): Promise<BusEvent> {
  if (reference === "-") return parseBusEvent(await readInput(), "Standard input")
  if (existsSync(reference)) return parseBusEvent(readFileSync(reference, "utf8"), reference)
  const event = await wholeEvent(stage, reference)
  if (event === undefined) throw new UnknownEvent(reference)
  return event
}

/** AWS's own events come to the account's default bus. */
function rulesFor({ rules, bus }: Stage, { source }: BusEvent): Promise<readonly BusRule[]> {
  return rules(source.startsWith("aws.") ? "default" : bus.name)
}

function judge({ name, arn, pattern, enabled }: BusRule, event: BusEvent, { operations }: Stage): Verdict {
  const mismatch = pattern === undefined ? noPattern : explainPattern(pattern, event)
  const subscriber = operations.subscribers.find(({ rules }) => rules.some((rule) => rule.arn === arn))?.name ?? null
  return { rule: name, subscriber, hits: enabled && mismatch === undefined, enabled, mismatch: mismatch ?? null }
}

const noPattern: Mismatch = {
  path: "",
  expected: undefined,
  found: undefined,
  reason: "the rule has no pattern; it runs on a schedule",
}

function isNamed({ rule, subscriber }: Verdict, name: string, { operations }: Stage): boolean {
  const service = operations.subscribers.find((each) => each.name === subscriber)?.service
  return rule === name || subscriber === name || service === name
}

function render(verdicts: readonly Verdict[], colors: Colors): string {
  const nameOf = ({ rule, subscriber }: Verdict) => printable(subscriber ?? rule)
  const width = Math.max(0, ...verdicts.map((verdict) => nameOf(verdict).length))
  const sorted = verdicts.toSorted((a, b) => Number(b.hits) - Number(a.hits) || nameOf(a).localeCompare(nameOf(b)))
  return sorted
    .map((verdict) => {
      const name = pad(nameOf(verdict), width)
      const mark = verdict.hits ? colors.green("hits  ") : colors.dim("misses")
      const reason = verdict.hits ? verdict.rule : (verdict.mismatch?.reason ?? "the rule is disabled")
      return `${mark}  ${name}  ${colors.dim(printable(reason))}`
    })
    .join("\n")
}
