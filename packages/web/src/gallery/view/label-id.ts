/** The id of a label's row in the list. */
export function labelId(name: string): string {
  return `label-${name.replaceAll(/\W+/g, "-")}`
}
