interface Named {
  readonly name: string
  readonly labels?: readonly { readonly name: string }[] | undefined
}

const NAMED = 3

/** What a screen reader says of a photo: what is seen in it, where that is known, and its file's name. */
export function altTextOf({ name, labels = [] }: Named): string {
  const seen = labels.slice(0, NAMED).map((label) => label.name.toLowerCase())
  return seen.length === 0 ? `Photo: ${name}` : `Photo: ${seen.join(", ")}; ${name}`
}
