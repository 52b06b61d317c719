/** A step of a recipe: a line for a shell, or a file that is to have that content. */
export type Step = { readonly run: string } | { readonly file: string; readonly content: string }

/** The steps of a section of a Markdown document, in order: its commands, and its code under the file that the numbered item begins with. */
export function stepsOf(document: string, heading: string): Step[] {
  const section = document.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ""
  let file = ""
  return section.split(/^( *)```/m).flatMap((text, index, parts): Step[] => {
    // Text, indentation of the fence, code, indentation of its end, text and so on.
    if (index % 4 === 0) file = fileIn(text.split(/^\d+\. /m).at(-1) ?? "") ?? file
    if (index % 4 !== 2) return []
    const [language = "", ...lines] = text.split("\n")
    const code = lines.map((line) => line.slice((parts[index - 1] ?? "").length))
    if (language === "") return code.filter((line) => line.trim() !== "").map((run) => ({ run }))
    return [{ file, content: code.join("\n") }]
  })
}

/** The first path that a text names. */
function fileIn(text: string): string | undefined {
  return /`([\w.-]+\/[\w./-]+\.\w+)`/.exec(text)?.[1]
}

/** The steps with other words in place of some: `{ watermark: "stamp" }`. */
export function renamed(steps: readonly Step[], words: Readonly<Record<string, string>>): Step[] {
  const rename = (text: string) =>
    Object.entries(words).reduce((renamed, [word, other]) => renamed.replaceAll(word, other), text)
  return steps.map((step) =>
    "run" in step ? { run: rename(step.run) } : { file: rename(step.file), content: rename(step.content) },
  )
}
