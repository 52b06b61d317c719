import type { ReplayOptions } from "../commands/replay.ts"
import { WouldCascade, YesNeeded } from "../errors.ts"
import type { Terminal } from "../terminal.ts"
import { type Cascade, cascadeText } from "./cascades.ts"
import type { Choice } from "./plan-replay.ts"
import type { Window } from "./read-archive.ts"

/** One run of the command. */
export interface Run extends ReplayOptions {
  readonly choice: Choice
  readonly windows: readonly Window[]
  /** Whether EventBridge replays by itself: it knows times and rules, and nothing else. */
  readonly native: boolean
  readonly signal: AbortSignal
}

/** Throws WouldCascade. */
export function refuseCascades(cascades: readonly Cascade[], { cascade }: Pick<ReplayOptions, "cascade">): void {
  if (cascades.length > 0 && !cascade) throw new WouldCascade(cascadeText(cascades))
}

/** Throws YesNeeded. */
export async function isAgreed(
  what: string,
  { yes }: { readonly yes?: boolean },
  io: Pick<Terminal, "confirm" | "stderr">,
): Promise<boolean> {
  if (yes) return true
  const answer = await io.confirm(`${what}?`)
  if (answer === undefined) throw new YesNeeded(what)
  if (!answer) io.stderr.write("Nothing was done.\n")
  return answer
}
