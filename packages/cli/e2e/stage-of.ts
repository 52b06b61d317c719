import type { App } from "../../local/e2e/harness.ts"
import { connect, type Stage } from "../src/stage.ts"
import type { Terminal } from "../src/terminal.ts"
import { sink } from "../src/test-fixtures.ts"

/** The running app as commands reach it. */
export async function stageOf({ engine: { url, graph } }: App): Promise<Stage> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = { endpoint: url, region: "us-east-1", credentials }
  return connect({ name: url, client, links: graph.links })
}

/** What a command says of the running app, with nobody at the terminal. */
export async function saidOf(app: App, command: (io: Terminal) => Promise<unknown>): Promise<string> {
  const [stdout, stderr] = [sink(), sink()]
  const open = () => stageOf(app)
  await command({ stdout: stdout.stream, stderr: stderr.stream, open, confirm: async () => undefined })
  return stdout.text()
}
