// Builds the page in a process of its own, whose memory goes with it: node build-page.ts <folder> <base>
import { buildWeb } from "./build.ts"

const [outDir = "", base = ""] = process.argv.slice(2)
await buildWeb({ outDir, base, log: console.error })
