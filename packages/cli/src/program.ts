import { Command, CommanderError } from "commander"
import { isWithin, runWithin } from "./aws-stage.ts"
import { messageOf } from "./errors.ts"
import { checkoutRoot } from "./stage.ts"
import { colorsFor } from "./text.ts"

export type Register = (program: Command) => void

const FAILED = 1
/** The stage that the engine of this machine runs. */
const LOCAL = "local"
const MISUSED = 2

/** Runs the command that the arguments name: 2 for arguments that make no sense, 1 for what failed, else what the command set. */
export async function run(
  commands: readonly Register[],
  args: readonly string[],
  stderr: NodeJS.WriteStream = process.stderr,
): Promise<void> {
  const program = createProgram(commands, stderr)
  let code: number | undefined
  program.hook("preAction", async (_, action) => {
    code = await elsewhere(action, args)
    // The command has run in another process.
    if (code !== undefined) throw new CommanderError(code, "darkroom.elsewhere", "")
  })
  try {
    await program.parseAsync([...args], { from: "user" })
  } catch (error) {
    process.exitCode = code ?? exitCodeOf(error, stderr)
  }
}

function createProgram(commands: readonly Register[], stderr: NodeJS.WriteStream): Command {
  // Subcommands inherit these when they are made.
  const program = new Command("darkroom")
    .description("Darkroom: event-driven image recognition and processing")
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({ writeErr: (text) => void stderr.write(text) })
    .option("--stage <name>", "of an app on AWS; without it, of the engine on this machine")
  for (const register of commands) register(program)
  return program
}

/** The exit code of the command in a process that reaches the stage on AWS; undefined where this one does it. */
async function elsewhere(command: Command, args: readonly string[]): Promise<number | undefined> {
  // The stage that synth evaluates need not be deployed.
  if (command.options.some(({ long }) => long === "--stage")) return undefined
  const stage: unknown = rootOf(command).getOptionValue("stage")
  if (typeof stage !== "string" || stage === LOCAL || isWithin(stage, process.env)) return undefined
  return runWithin(stage, args, { root: checkoutRoot })
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent)
}

function exitCodeOf(error: unknown, stderr: NodeJS.WriteStream): number {
  // Commander has printed what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED
  stderr.write(`${colorsFor(stderr).red("error:")} ${messageOf(error)}\n`)
  if (process.env["DEBUG"] && error instanceof Error) stderr.write(`${error.stack}\n`)
  return FAILED
}
