/**
 * Whether some key fits both patterns. `*` at the end is anything; elsewhere it stands for one segment of a key, as ids of users
 * do in the patterns of intake profiles.
 */
export function globsMeet(left: string, right: string): boolean {
  return segmentsMeet(left.split("/"), right.split("/"))
}

function segmentsMeet([first, ...others]: readonly string[], [second, ...rest]: readonly string[]): boolean {
  if (first === undefined || second === undefined) return first === second
  if (others.length === 0 && first.endsWith("*")) return startsMeet(first.slice(0, -1), [second, ...rest].join("/"))
  if (rest.length === 0 && second.endsWith("*")) return startsMeet(second.slice(0, -1), [first, ...others].join("/"))
  return textsMeet(first, second) && segmentsMeet(others, rest)
}

/** Whether something that begins with `start` fits the pattern. */
function startsMeet(start: string, pattern: string): boolean {
  const star = pattern.indexOf("*")
  if (star < 0) return pattern.startsWith(start)
  const fixed = pattern.slice(0, star)
  return start.length <= star ? fixed.startsWith(start) : start.startsWith(fixed)
}

/** Of one segment. A star within it may stand for as much as makes both alike. */
function textsMeet(left: string, right: string): boolean {
  if (!left.includes("*") && !right.includes("*")) return left === right
  const [start, other] = [left, right].map((text) => text.split("*")[0]!)
  const [end, tail] = [left, right].map((text) => (text.includes("*") ? text.slice(text.lastIndexOf("*") + 1) : text))
  const alike = (one: string, two: string, from: "startsWith" | "endsWith") => one[from](two) || two[from](one)
  return alike(start!, other!, "startsWith") && alike(end!, tail!, "endsWith")
}
