import type { Graph } from "../graph.ts"

/** What people call the resource of an ARN: the name in the stacks, with the rest of the ARN where it goes on; the ARN where nobody named it. */
export function arnNames(graph: Graph): (arn: string) => string {
  const nodes = [graph.functions, graph.queues, graph.buses, graph.topics, graph.tables, graph.buckets].flat()
  const names = new Map([
    ...nodes.map(({ arn, id }) => [arn, id] as const),
    ...graph.rules.map(({ arn, name }) => [arn, name] as const),
  ])
  return (arn) => {
    const owner = [...names.keys()].find((known) => arn === known || arn.startsWith(`${known}/`))
    return owner === undefined ? arn : `${names.get(owner)}${arn.slice(owner.length)}`
  }
}

/** The name of a rule's bus, which a rule gives by name or by ARN. */
export function busName({ buses }: Pick<Graph, "buses">, nameOrArn: string): string {
  return buses.find(({ arn }) => arn === nameOrArn)?.name ?? nameOrArn.replace(/^arn:.*\//, "")
}
