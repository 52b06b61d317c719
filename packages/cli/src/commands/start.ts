import { type Command, InvalidArgumentError } from "commander"
import { resolve } from "node:path"
import type { StartOptions } from "../start-app.ts"

const DEFAULT_PORT = 4900

export function register(program: Command): void {
  program
    .command("start")
    .description("run the whole app on this machine, without an AWS account")
    .option("--port <port>", "port of the endpoint", portNumber, DEFAULT_PORT)
    .option("--fresh", "forget what earlier runs stored")
    .option("--no-open", "do not open the gallery in a browser")
    .option("--app <folder>", "run the SST app in this folder instead of this one", (folder) => resolve(folder))
    .option("--rekognition-tps <n>", "calls of each Rekognition operation a second; more are refused, as on AWS", rate)
    .option("--idle <seconds>", "end a function's process after this long without an invocation (default: 60)", seconds)
    .option(
      "--inspect <function[=port]>",
      "let a debugger into a function; may be repeated",
      inspectedFunction,
      new Map<string, number>(),
    )
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

function seconds(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("It must be a number of seconds.")
  return Number(text)
}

function rate(text: string): number {
  const calls = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || calls === 0) throw new InvalidArgumentError("It must be a number above 0.")
  return calls
}

/** Without a port, any free one is taken and told. */
function inspectedFunction(text: string, earlier: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const [id = "", port = "0"] = text.split("=")
  if (id === "") throw new InvalidArgumentError("It must be a function's name, as in sst.config.ts.")
  return new Map([...earlier, [id, portNumber(port)]])
}
