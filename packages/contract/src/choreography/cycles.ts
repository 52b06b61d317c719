/** An event that makes a function emit another. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly by: string
}

/** A shortest circle through each event that is on one and was not on a circle before; none where there are no circles. */
export function cyclesIn(edges: readonly Edge[]): Edge[][] {
  const seen = new Set<string>()
  const circles: Edge[][] = []
  for (const start of new Set(edges.map(({ from }) => from))) {
    if (seen.has(start)) continue
    const circle = shortestCircle(start, edges)
    for (const { from } of circle) seen.add(from)
    if (circle.length > 0) circles.push(circle)
  }
  return circles
}

/** Breadth first; empty where no way leads back. */
function shortestCircle(start: string, edges: readonly Edge[]): Edge[] {
  const cameBy = new Map<string, Edge>()
  const queue = [start]
  for (const event of queue) {
    for (const edge of edges.filter(({ from }) => from === event)) {
      if (edge.to === start) return wayTo(edge, start, cameBy)
      if (cameBy.has(edge.to)) continue
      cameBy.set(edge.to, edge)
      queue.push(edge.to)
    }
  }
  return []
}

function wayTo(last: Edge, start: string, cameBy: ReadonlyMap<string, Edge>): Edge[] {
  const way = [last]
  while (way[0]!.from !== start) way.unshift(cameBy.get(way[0]!.from)!)
  return way
}
