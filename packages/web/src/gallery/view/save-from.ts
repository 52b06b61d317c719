import type { PhotoDetail } from "@darkroom/gallery-api"
import { errorText } from "../../error-text.ts"
import { toast } from "../../toasts.ts"

/** Saves what is at an address, which is asked for at the moment of the click: it is good for some minutes. */
export function saveFrom(
  fresh: () => Promise<PhotoDetail>,
  urlOf: (of: PhotoDetail) => string | null | undefined,
): void {
  void fresh().then(
    (now) => save(urlOf(now)),
    (error: unknown) => toast({ kind: "error", text: errorText(error) }),
  )
}

function save(url: string | null | undefined): void {
  if (!url) return toast({ kind: "error", text: "There is nothing to download." })
  const link = Object.assign(document.createElement("a"), {
    href: url,
    download: "",
    rel: "noopener",
    target: "_blank",
  })
  link.click()
}
