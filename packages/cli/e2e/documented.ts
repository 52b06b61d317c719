import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** A command of the documents, as somebody would type it. */
export interface Documented {
  readonly command: string
  /** The documents that have it. */
  readonly files: readonly string[]
}

/** Without what is generated, and without decisions, which tell how things were. */
const DOCUMENTS = ["*.md", "docs/*.md", "docs/runbooks/*.md", "{bench,packages/*,services/*}/README.md"]

/** Every `npx darkroom ...` of the repository's documents but overviews, which are no commands: `dlq list|show`, `<files...>`, `status, events`. */
export function documentedCommands(root: string): Documented[] {
  return commandsOf(root, "npx darkroom").filter(({ command }) => !/\||\.\.\.|\[|, /.test(command))
}

/** Every command of the repository's documents that begins with the program, variables before it aside. */
export function commandsOf(root: string, program: string): Documented[] {
  const files = new Map<string, string[]>()
  for (const file of globSync(DOCUMENTS, { cwd: root }).toSorted())
    for (const command of commandsIn(readFileSync(join(root, file), "utf8"), program))
      files.set(command, [...new Set([...(files.get(command) ?? []), file])])
  return [...files].map(([command, where]) => ({ command, files: where }))
}

/** In code blocks a line, up to the two spaces before what it does; in a text what is between backticks. */
function commandsIn(document: string, program: string): string[] {
  const variables = "(?:[A-Z_]+=\\S+ +)*"
  const line = new RegExp(`^ *${variables}(${program} .*?)(?: {2,}.*| +#.*)?$`)
  const quoted = new RegExp(`\`${variables}(${program} [^\`]+)\``, "g")
  return document
    .split(/^ *```/m)
    .flatMap((part, index) =>
      index % 2 === 1
        ? part.split("\n").flatMap((text) => line.exec(text)?.[1] ?? [])
        : [...part.matchAll(quoted)].map(([, command = ""]) => command.replaceAll(/\s+/g, " ")),
    )
}
