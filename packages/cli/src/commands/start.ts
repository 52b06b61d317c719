import { type Command, InvalidArgumentError } from "commander"
import type { StartOptions } from "../start-app.ts"

const DEFAULT_PORT = 4900

export function register(program: Command): void {
  program
    .command("start")
    .description("run the whole app on this machine, without an AWS account")
    .option("--port <port>", "port of the endpoint", portNumber, DEFAULT_PORT)
    .option("--fresh", "forget what earlier runs stored")
    .action(async (options: StartOptions) => {
      // The engine comes with an image library and more; help and the other commands need not wait for it.
      const { startApp } = await import("../start-app.ts")
      await startApp(options)
    })
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("It must be a port: 0 (any free one) to 65535.")
  return port
}
