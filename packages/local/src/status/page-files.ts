import { readdirSync, readFileSync } from "node:fs"
import { extname } from "node:path"

const FOLDER = new URL("page/", import.meta.url)

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
}

export interface PageFile {
  readonly type: string
  readonly body: string
}

/** What a path of the page is: `/` and the files beneath `/status/page/`, which are those of the folder and no others. */
export function pageFile(path: string): PageFile | undefined {
  const name = path === "/" ? "page.html" : path.replace("/status/page/", "")
  const type = TYPES[extname(name)]
  if (type === undefined || !readdirSync(FOLDER).includes(name)) return undefined
  return { type, body: readFileSync(new URL(name, FOLDER), "utf8") }
}
