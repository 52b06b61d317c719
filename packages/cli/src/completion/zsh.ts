import type { CommandNode, Word } from "./command-tree.ts"

/** A script for zsh: https://zsh.sourceforge.io/Doc/Release/Completion-System.html */
export function zshScript(nodes: readonly CommandNode[]): string {
  const paths = nodes.flatMap(({ path }) => (path === "" ? [] : [path]))
  const words = nodes.map(
    ({ path, commands, options }) => `    '${path}') found=(${[...commands, ...options].map(described).join(" ")}) ;;`,
  )
  const values = nodes.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ name, choices }) => `    '${path} ${name}') found=(${choices.join(" ")}) ;;`),
  )
  return `#compdef darkroom
_darkroom() {
  local at='' word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at/$word" in
    ${paths.join("|")}) at="$at/$word" ;;
    esac
  done
  case "$at" in
${words.join("\n")}
  esac
  case "$at \${words[CURRENT-1]}" in
${values.join("\n")}
  esac
  _describe darkroom found || _files
}
compdef _darkroom darkroom
`
}

/** `name:what it is`, as _describe takes it. */
function described({ name, description }: Word): string {
  return `'${name}:${description.replaceAll("'", "’")}'`
}
