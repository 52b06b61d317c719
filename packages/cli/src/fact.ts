/** What is told of a photo or video under one name, a line or more; nothing is shown of one without lines. */
export type Fact = readonly [name: string, lines: readonly string[]]

export function present(value: string | null | undefined): string[] {
  return value === null || value === undefined || value === "" ? [] : [value]
}
