interface Maker {
  readonly make: string | null
  readonly model: string | null
}

/** `Apple iPhone 15`; a model that names its maker stands alone: `Canon EOS R5`. Undefined where nothing tells. */
export function cameraName({ make, model }: Maker): string | undefined {
  const parts = [make, model].flatMap((part) => part?.trim() || [])
  const [first = "", second] = parts
  if (second === undefined) return first || undefined
  return second.toLowerCase().startsWith(first.toLowerCase()) ? second : `${first} ${second}`
}
