import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { sniffFormat } from "@darkroom/imaging"
import { bucketOf, extracted } from "./fixtures.fixture.ts"
import { renderThumbnails } from "./render-thumbnails.ts"

/** For tests: renders the files that the command line names and prints what became of them, and the memory that it took. */
const outcomes: Record<string, string> = {}
for (const file of process.argv.slice(2)) outcomes[basename(file)] = await outcomeOf(readFileSync(file))
console.log(JSON.stringify({ outcomes, peak: process.resourceUsage().maxRSS * 1024 }))

async function outcomeOf(content: Buffer): Promise<string> {
  const { format } = sniffFormat(content)
  if (format === null) return "not rendered"
  try {
    return (await renderThumbnails(extracted(format), bucketOf(content).deps))?.type ?? "nothing"
  } catch (error) {
    return error instanceof Error ? error.name : "not an error"
  }
}
