import { counted } from "../../gallery/format/quantities.ts"
import { shortName } from "../../uploads/short-name.ts"
import type { Trouble } from "./problem-watch.ts"

const NAMED = 2

const WHAT: Record<Trouble["status"], string> = {
  failed: "could not be processed",
  rejected: "could not be accepted",
}

/** What a toast says of photos that came to nothing, all in the same way: one with its reason, several by name as far as there is room. */
export function problemText(photos: readonly Trouble[]): string {
  const [first] = photos
  if (first === undefined) return ""
  if (photos.length === 1) return oneText(first)
  const names = photos.slice(0, NAMED).map(({ name }) => shortName(name))
  const others = photos.length - names.length
  const all = others > 0 ? `${names.join(", ")} and ${counted(others, "other")}` : names.join(" and ")
  return `${counted(photos.length, "photo")} ${WHAT[first.status]}: ${all}.`
}

function oneText({ name, status, problem }: Trouble): string {
  const reason = problem?.message
  if (reason?.startsWith(name)) return reason
  return reason === undefined ? `${shortName(name)} ${WHAT[status]}.` : `${shortName(name)}: ${reason}`
}
