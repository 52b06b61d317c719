/** A line of CSV by RFC 4180. */
export function csvRow(fields: readonly string[]): string {
  return `${fields.map(field).join(",")}\r\n`
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
