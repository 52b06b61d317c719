/** A file of the page's own code did not come: no network, or a newer page has taken its place. */
export class NotLoaded extends Error {
  override readonly name = "NotLoaded"
  constructor(cause: unknown) {
    super("A part of the page could not be loaded. Check your connection.", { cause })
  }
}

/** Style sheets that did not come. */
const missing = new Set<HTMLLinkElement>()

/** Loads code that has a file of its own. Where that fails, calling it again tries again. */
export async function loadedFrom<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    await Promise.all([...missing].map(styledAgain))
    return await load()
  } catch (cause) {
    throw new NotLoaded(cause)
  }
}

/** Remembers style sheets that do not come: Vite's loader asks for each but once, and would draw a part without its own. */
export function rememberMissingStyles(): void {
  const remember = ({ target }: Event) => {
    if (target instanceof HTMLLinkElement && target.rel === "stylesheet") missing.add(target)
  }
  // Such an error does not bubble.
  window.addEventListener("error", remember, { capture: true })
}

function styledAgain(link: HTMLLinkElement): Promise<void> {
  missing.delete(link)
  const again = link.cloneNode() as HTMLLinkElement
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  again.addEventListener("load", () => resolve())
  again.addEventListener("error", () => reject(new Error(`${again.href} did not come`)))
  link.replaceWith(again)
  return promise
}
