interface Named {
  readonly media?: "photo" | "video" | undefined
  readonly name: string
  readonly labels?: readonly { readonly name: string }[] | undefined
}

const NAMED = 3

/** What a screen reader says of a photo or video: what is seen in it, where that is known, and its file's name. */
export function altTextOf({ media, name, labels = [] }: Named): string {
  const kind = media === "video" ? "Video" : "Photo"
  const seen = labels.slice(0, NAMED).map((label) => label.name.toLowerCase())
  return seen.length === 0 ? `${kind}: ${name}` : `${kind}: ${seen.join(", ")}; ${name}`
}
