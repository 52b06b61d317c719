const STRING = String.raw`\s*"(?:[^"\\]|\\.)*",\n`
const DESCRIPTION = new RegExp(`^  description:${STRING}`, "m")
const UNCONSUMED = new RegExp(`^  unconsumed:${STRING}`, "m")

/** The file of an event that no service consumes: its definition has to say so. */
export function asUnconsumed(file: string): string {
  return file.replace(DESCRIPTION, (line) => `${line}  unconsumed: "No service consumes it yet.",\n`)
}

/** The file of an event that a service consumes: its definition may not say the contrary. */
export function asConsumed(file: string): string {
  return file.replace(UNCONSUMED, "")
}
