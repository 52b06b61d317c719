/**
 * The fields of one line by RFC 4180, undefined where its quotes do not fit. A field cannot go on in the next line: keys are
 * URL-encoded, so none has a line break, and a quote that is missing spoils its own row alone instead of all that follow.
 */
export function fieldsOf(line: string): string[] | undefined {
  const fields: string[] = []
  let at = 0
  for (;;) {
    const field = line[at] === '"' ? quoted(line, at) : bare(line, at)
    if (field === undefined) return undefined
    fields.push(field.text)
    if (field.end === line.length) return fields
    at = field.end + 1
  }
}

interface Field {
  readonly text: string
  /** Of the comma behind it, or of the line's end. */
  readonly end: number
}

function bare(line: string, start: number): Field | undefined {
  const comma = line.indexOf(",", start)
  const end = comma < 0 ? line.length : comma
  const text = line.slice(start, end)
  return text.includes('"') ? undefined : { text, end }
}

function quoted(line: string, start: number): Field | undefined {
  let text = ""
  for (let at = start + 1; ;) {
    const quote = line.indexOf('"', at)
    if (quote < 0) return undefined
    text += line.slice(at, quote)
    if (line[quote + 1] !== '"') {
      const end = quote + 1
      return end === line.length || line[end] === "," ? { text, end } : undefined
    }
    text += '"'
    at = quote + 2
  }
}
