import { existsSync, readFileSync } from "node:fs"
import { SourceMap } from "node:module"
import { fileURLToPath } from "node:url"

/** Has stack traces name places in the sources instead of those in bundles. A map is read when the first stack asks for it. */
export function mapStacks(): void {
  const maps = new Map<string, SourceMap | undefined>()

  function mapOf(url: string): SourceMap | undefined {
    if (!maps.has(url)) maps.set(url, readMap(`${fileURLToPath(url)}.map`))
    return maps.get(url)
  }

  function placeOf(site: NodeJS.CallSite): string {
    const text = String(site)
    const [url, line, column] = [site.getFileName(), site.getLineNumber(), site.getColumnNumber()]
    if (!url?.startsWith("file:") || line === null || column === null) return text
    const entry = mapOf(url)?.findEntry(line - 1, column - 1)
    if (!entry || !("originalSource" in entry)) return text
    const source = new URL(entry.originalSource, url).href
    return text.replace(`${url}:${line}:${column}`, `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`)
  }

  Error.prepareStackTrace = (error, sites) => [String(error), ...sites.map(placeOf)].join("\n    at ")
}

function readMap(file: string): SourceMap | undefined {
  return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, "utf8"))) : undefined
}
