/** Paths that `input` has and `known`, what a schema made of it, has not. */
export function unknownKeys(input: unknown, known: unknown, path = "data"): string[] {
  if (Array.isArray(input)) {
    return Array.isArray(known)
      ? input.flatMap((item, index) => unknownKeys(item, known[index], `${path}.${index}`))
      : []
  }
  if (typeof input !== "object" || input === null) return []
  return Object.entries(input).flatMap(([key, value]) => {
    if (value === undefined) return []
    const inner = (known as Record<string, unknown> | undefined)?.[key]
    return inner === undefined ? [`${path}.${key}`] : unknownKeys(value, inner, `${path}.${key}`)
  })
}
