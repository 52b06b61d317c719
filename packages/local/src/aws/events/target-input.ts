import type { BusEvent } from "./bus-event.ts"
import type { RuleConfig, TargetConfig } from "./config.ts"

/** The message that a target gets for an event. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
export function targetInput(target: TargetConfig, rule: RuleConfig, event: BusEvent, ingestionTime: string): string {
  if (target.input !== undefined) return target.input
  if (target.inputPath !== undefined) return JSON.stringify(valueAt(event, target.inputPath) ?? null)
  if (target.inputTransformer === undefined) return JSON.stringify(event)
  const { inputPathsMap = {}, inputTemplate } = target.inputTransformer
  const variables: Record<string, unknown> = {
    "aws.events.rule-arn": rule.arn,
    "aws.events.rule-name": rule.name,
    "aws.events.event": { ...event, detail: undefined },
    "aws.events.event.json": event,
    "aws.events.event.ingestion-time": ingestionTime,
    ...Object.fromEntries(Object.entries(inputPathsMap).map(([name, path]) => [name, valueAt(event, path)])),
  }
  return fill(inputTemplate, variables)
}

/** A variable in quotes is text in a string; one without is JSON. A field that is not in the event is nothing at all. */
function fill(template: string, variables: Readonly<Record<string, unknown>>): string {
  const json = template.trimStart().startsWith("{") || template.trimStart().startsWith("[")
  return template
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, index) =>
      part.replace(/<([\w.-]+)>/g, (whole, name: string) => {
        if (!Object.hasOwn(variables, name)) return whole
        const value = variables[name]
        const quoted = index % 2 === 1
        if (value === undefined) return json && !quoted ? '""' : ""
        if (typeof value !== "string") return quoted ? escapeQuotes(JSON.stringify(value)) : JSON.stringify(value)
        return json && !quoted ? JSON.stringify(value) : escapeQuotes(value)
      }),
    )
    .join("")
}

function escapeQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** A path of names and array places: `$.detail.items[0].key`. */
function valueAt(event: BusEvent, path: string): unknown {
  const steps = path
    .replace(/^\$\.?/, "")
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | null | undefined)?.[step], event)
}
