import type { CommandNode, OptionWord } from "./command-tree.ts"

/** A script for fish: https://fishshell.com/docs/current/completions.html */
export function fishScript(nodes: readonly CommandNode[]): string {
  const paths = nodes.flatMap(({ path }) => (path === "" ? [] : [path]))
  const lines = nodes.flatMap(({ path, commands, options }) => {
    const here = `complete -c darkroom -n '__darkroom_at "${path}"'`
    return [
      ...commands.map(({ name, description }) => `${here} -f -a ${name} -d ${quoted(description)}`),
      ...options.map((option) => `${here} ${optionOf(option)}`),
    ]
  })
  return `function __darkroom_at
    set -l at ''
    for word in (commandline -opc)[2..]
        switch "$at/$word"
            case ${paths.map((path) => `'${path}'`).join(" ")}
                set at "$at/$word"
        end
    end
    test "$at" = "$argv[1]"
end
${lines.join("\n")}
`
}

function optionOf({ name, description, takesValue, choices }: OptionWord): string {
  const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(" "))}` : takesValue ? " -r" : ""
  return `-l ${name.replace(/^--/, "")}${values} -d ${quoted(description)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
}
