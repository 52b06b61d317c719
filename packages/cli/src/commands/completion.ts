import { Argument, type Command } from "commander"
import { bashScript } from "../completion/bash.ts"
import { commandTree } from "../completion/command-tree.ts"
import { fishScript } from "../completion/fish.ts"
import { zshScript } from "../completion/zsh.ts"
import { type Terminal, terminal } from "../terminal.ts"

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const
export type Shell = keyof typeof SCRIPTS

export function register(program: Command): void {
  program
    .command("completion")
    .description("print what completes the commands and options in a shell")
    .addArgument(new Argument("<shell>", "which").choices(Object.keys(SCRIPTS)))
    .action((shell: Shell) => completion(program, shell))
}

export function completion(program: Command, shell: Shell, { stdout }: Pick<Terminal, "stdout"> = terminal): void {
  stdout.write(SCRIPTS[shell](commandTree(program)))
}
