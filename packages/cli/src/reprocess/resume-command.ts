import type { ReprocessOptions } from "../commands/reprocess.ts"

/** The command that does what is left of one that ended after so many photos. */
export function resumeCommand(options: ReprocessOptions, handled: number): string {
  const { profile, features, owner, since, until, limit, after, rate, yes, json } = options
  const given: [string, string | number | undefined][] = [
    ["profile", profile],
    ["features", features?.join(",")],
    ["owner", owner],
    ["since", timeText(since)],
    ["until", timeText(until)],
    ["limit", limit && limit - handled],
    ["rate", rate],
    ["after", after],
  ]
  const words = given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${quoted(String(value))}`]))
  return ["npx darkroom reprocess", ...words, ...(yes ? ["--yes"] : []), ...(json ? ["--json"] : [])].join(" ")
}

function timeText(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w,.:@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
