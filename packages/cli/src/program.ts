import { Command, CommanderError } from "commander"
import { messageOf } from "./errors.ts"
import { colorsFor } from "./text.ts"

export type Register = (program: Command) => void

const FAILED = 1
const MISUSED = 2

/** Runs the command that the arguments name: 2 for arguments that make no sense, 1 for what failed, else what the command set. */
export async function run(
  commands: readonly Register[],
  args: readonly string[],
  stderr: NodeJS.WriteStream = process.stderr,
): Promise<void> {
  const program = createProgram(commands, stderr)
  try {
    await program.parseAsync([...args], { from: "user" })
  } catch (error) {
    process.exitCode = exitCodeOf(error, stderr)
  }
}

function createProgram(commands: readonly Register[], stderr: NodeJS.WriteStream): Command {
  // Subcommands inherit these when they are made.
  const program = new Command("darkroom")
    .description("Darkroom: event-driven image recognition and processing")
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({ writeErr: (text) => void stderr.write(text) })
  for (const register of commands) register(program)
  return program
}

function exitCodeOf(error: unknown, stderr: NodeJS.WriteStream): number {
  // Commander has printed what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED
  stderr.write(`${colorsFor(stderr).red("error:")} ${messageOf(error)}\n`)
  if (process.env["DEBUG"] && error instanceof Error) stderr.write(`${error.stack}\n`)
  return FAILED
}
