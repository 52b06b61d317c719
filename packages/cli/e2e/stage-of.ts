import type { App } from "../../local/e2e/harness.ts"
import { connect, type Stage } from "../src/stage.ts"

/** The running app as commands reach it. */
export async function stageOf({ engine: { url, graph } }: App): Promise<Stage> {
  const named = (nodes: readonly { id: string; name: string }[]) =>
    Object.fromEntries(nodes.map(({ id, name }) => [id, name]))
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = { endpoint: url, region: "us-east-1", credentials }
  const names = { buckets: named(graph.buckets), tables: named(graph.tables), buses: named(graph.buses) }
  const functions = Object.fromEntries(graph.functions.map(({ id, arn }) => [id, arn]))
  return connect({ name: url, client, ...names, functions })
}
