import { PassThrough } from "node:stream"
import { connect } from "../../cli/src/stage.ts"
import type { Terminal } from "../../cli/src/terminal.ts"
import type { App } from "./harness.ts"

/** Runs a command of the CLI against the app, as a shell without a terminal does; its exit code and what it printed as JSON. */
export async function command<Options>(
  app: App,
  run: (options: Options, io: Terminal) => Promise<number | void>,
  options: Options,
): Promise<{ code: number | void; json: unknown }> {
  const stdout = new PassThrough()
  const stderr = new PassThrough().resume()
  const { graph, url } = app.engine
  const client = { endpoint: url, region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } }
  const code = await run(options, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    open: async () => connect({ name: "test", client, links: graph.links }),
    confirm: async () => undefined,
  })
  return { code, json: JSON.parse(String(stdout.read() ?? "null")) }
}

/** How often each function has handled each event, since that entry of the logs. */
export function handledSince({ engine }: App, after: number): { functionId: string; eventId: string }[] {
  return engine.logs
    .find({ text: '"Handled"', after, limit: 10_000 })
    .map(({ functionId, fields }) => ({ functionId, eventId: String(fields["eventId"]) }))
}

export function latestLog({ engine }: App): number {
  return engine.logs.find({ limit: 1 })[0]?.id ?? 0
}
