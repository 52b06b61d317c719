import type { Command, Option } from "commander"

/** What can follow at one place of the command line. */
export interface CommandNode {
  /** The commands up to here, such as `/dlq/list`; empty for the program itself. */
  readonly path: string
  readonly commands: readonly Word[]
  readonly options: readonly OptionWord[]
}

export interface Word {
  readonly name: string
  readonly description: string
}

export interface OptionWord extends Word {
  readonly takesValue: boolean
  /** The values that it may have; empty where anything may be one. */
  readonly choices: readonly string[]
}

/** The program's commands and options as they are defined, each command before its subcommands. */
export function commandTree(command: Command, path = ""): CommandNode[] {
  const commands = command.commands.map((each) => ({ name: each.name(), description: each.description() }))
  const options = [...command.options.map(optionWord), help]
  const below = command.commands.flatMap((each) => commandTree(each, `${path}/${each.name()}`))
  return [{ path, commands, options }, ...below]
}

const help: OptionWord = { name: "--help", description: "display help for command", takesValue: false, choices: [] }

function optionWord({ long, flags, description, required, optional, argChoices = [] }: Option): OptionWord {
  return { name: long ?? flags, description, takesValue: required || optional, choices: argChoices }
}
