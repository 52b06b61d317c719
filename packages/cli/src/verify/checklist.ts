import { messageOf } from "../errors.ts"
import { Miss } from "./miss.ts"

/** What a check came to. */
export interface Check {
  readonly check: string
  /** `skipped`: what it needs was missing, or the run was interrupted. */
  readonly result: "passed" | "missed" | "skipped"
  /** What was seen; of a skipped check, why. */
  readonly detail: string
  /** Null of a skipped check. */
  readonly milliseconds: number | null
  /** Null unless it missed. */
  readonly miss: { readonly expected: string; readonly found: string; readonly next: string } | null
}

/** What a check gives to those after it, and what the table says of it. */
export interface Passed<Value> {
  readonly value: Value
  readonly detail: string
}

type Needs = Readonly<Record<string, unknown>>
type Present<All extends Needs> = { readonly [Name in keyof All]: NonNullable<All[Name]> }

export interface ChecklistOptions {
  readonly signal: AbortSignal
  /** Where to look after an error that is no Miss. */
  readonly next: string
  readonly onStart?: (check: string) => void
  /** Milliseconds. */
  readonly now?: () => number
}

/** Runs checks one after the other and keeps what they came to. */
export function checklist({ signal, next, onStart = () => {}, now = () => performance.now() }: ChecklistOptions) {
  const checks: Check[] = []
  const keep = (check: Check) => void checks.push(check)

  /** What the check gives; undefined where it missed, or where one of its needs is undefined because an earlier check missed. */
  async function check<All extends Needs, Value>(
    name: string,
    needs: All,
    run: (needs: Present<All>) => Promise<Passed<Value>>,
  ): Promise<Value | undefined> {
    const [missing] = Object.entries(needs).flatMap(([need, value]) => (value === undefined ? [need] : []))
    if (signal.aborted) return skip(name, whyEnded(signal))
    if (missing !== undefined) return skip(name, `needs: ${missing}`)
    onStart(name)
    const begun = now()
    try {
      const { value, detail } = await run(needs as Present<All>)
      keep({ check: name, result: "passed", detail, milliseconds: Math.round(now() - begun), miss: null })
      return value
    } catch (error) {
      if (signal.aborted) return skip(name, whyEnded(signal))
      const { expected, found, next: then } = missOf(error, next)
      const milliseconds = Math.round(now() - begun)
      keep({ check: name, result: "missed", detail: found, milliseconds, miss: { expected, found, next: then } })
      return undefined
    }
  }

  function skip(check: string, detail: string): undefined {
    keep({ check, result: "skipped", detail, milliseconds: null, miss: null })
  }

  return { check, checks }
}

/** Somebody has interrupted it, unless it took too long. */
function whyEnded({ reason }: AbortSignal): string {
  return (reason as Error | undefined)?.name === "TimeoutError" ? "no time left" : "interrupted"
}

export type Checklist = ReturnType<typeof checklist>

function missOf(error: unknown, next: string): Pick<Miss, "expected" | "found" | "next"> {
  return error instanceof Miss ? error : { expected: "no error", found: messageOf(error), next }
}
