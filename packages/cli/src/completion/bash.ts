import type { CommandNode } from "./command-tree.ts"

/** A script for bash: https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
export function bashScript(nodes: readonly CommandNode[]): string {
  const paths = nodes.flatMap(({ path }) => (path === "" ? [] : [`"${path}"`]))
  const words = nodes.map(({ path, commands, options }) => {
    const names = [...commands, ...options].map(({ name }) => name)
    return `    "${path}") words="${names.join(" ")}" ;;`
  })
  const values = nodes.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      // Without choices nothing is said, and bash offers files.
      .map(({ name, choices }) => `    "${path} ${name}") words="${choices.join(" ")}" ;;`),
  )
  return `_darkroom() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} at="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at/\${COMP_WORDS[i]}" in
    ${paths.join(" | ")}) at="$at/\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at" in
${words.join("\n")}
  esac
  case "$at $prev" in
${values.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _darkroom darkroom
`
}
