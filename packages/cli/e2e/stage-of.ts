import type { App } from "../../local/e2e/harness.ts"
import { connect, type Stage } from "../src/stage.ts"

/** The running app as commands reach it. */
export async function stageOf({ engine: { url, graph } }: App): Promise<Stage> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = { endpoint: url, region: "us-east-1", credentials }
  return connect({ name: url, client, links: graph.links })
}
