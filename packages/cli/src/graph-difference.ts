import type { Graph } from "@darkroom/local"
import { counted } from "./format.ts"
import { listed } from "./text.ts"

/** What is in one graph and not in the other: functions by name, the rest by number. Empty where they are the same app, in whatever order. */
export function graphDifference(before: Graph, after: Graph): string {
  if (inOrder(before) === inOrder(after)) return ""
  const [old, now] = [contents(before), contents(after)]
  const parts = [
    part("added", now, (name) => !old.has(name)),
    part("removed", old, (name) => !now.has(name)),
    part("changed", now, (name) => old.has(name) && old.get(name) !== now.get(name)),
  ]
  return parts.filter((text) => text !== "").join("; ") || "what has no name"
}

/** Resources are made while others are, so a synth may come upon them in another order than the one before. */
function inOrder({ app, links, ...families }: Graph): string {
  const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).toSorted()
  const nodes = Object.entries(families).map(([family, all]) => [family, sorted(all)])
  return JSON.stringify([app, sorted(Object.entries(links)), nodes])
}

function part(verb: string, nodes: ReadonlyMap<string, string>, isMeant: (name: string) => boolean): string {
  const names = [...nodes.keys()].filter(isMeant)
  const functions = names.flatMap((name) => (name.startsWith(FUNCTION) ? [name.slice(FUNCTION.length)] : []))
  const others = names.length - functions.length
  const texts = [
    ...functions,
    ...(others > 0 ? [counted(others, functions.length > 0 ? "other resource" : "resource")] : []),
  ]
  return texts.length === 0 ? "" : `${verb} ${listed(texts)}`
}

const FUNCTION = "functions "

/** Every resource as JSON, by its family and what it is told by within it. */
function contents({ app: _, links, ...families }: Graph): Map<string, string> {
  const nodes = Object.entries(families).flatMap(([family, all]) =>
    all.map((node) => [`${family} ${identityOf(node)}`, JSON.stringify(node)] as const),
  )
  const linked = Object.entries(links).map(([name, link]) => [`links ${name}`, JSON.stringify(link)] as const)
  return new Map([...nodes, ...linked])
}

function identityOf(node: object): string {
  const { id, arn, name } = node as { id?: string; arn?: string; name?: string }
  return id ?? arn ?? name ?? JSON.stringify(node)
}
