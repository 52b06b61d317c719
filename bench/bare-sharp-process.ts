// The least work that makes the same renditions: sharp alone, from files, nothing between.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { profileNamed } from "@darkroom/events"
import { limiter } from "../packages/cli/src/limiter.ts"
import { answerCalls } from "./answer-calls.ts"
import type { RenditionCalls } from "./messages.ts"
import { sharp } from "./sharp.ts"

// The same files come again each round: what sharp remembers of them would not be work.
sharp.cache(false)
const { sizes } = profileNamed("private-uploads").renditions!
const largest = Math.max(...sizes)
/** As packages/imaging encodes. */
const webp = { quality: 80, effort: 2 }

const folder = mkdtempSync(join(tmpdir(), "darkroom-bench-renditions-"))
process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
process.on("SIGINT", () => {})

function inside(side: number) {
  return { width: side, height: side, fit: "inside", withoutEnlargement: true } as const
}

/** One decode, shrunk while it is read: faster than a pipeline a size (by a tenth with these photos). */
async function renderBoth(file: string, name: string): Promise<void> {
  const decoded = sharp(file).autoOrient().resize(inside(largest)).raw()
  const { data, info } = await decoded.toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  await Promise.all(
    sizes.map((side) =>
      sharp(data, { raw: { width, height, channels } })
        .resize(inside(side))
        .webp(webp)
        .toFile(join(folder, `${name}-${side}.webp`)),
    ),
  )
}

const calls: RenditionCalls = {
  async render(files, parallelism) {
    const atOnce = limiter(parallelism)
    const before = process.cpuUsage()
    const start = performance.now()
    await Promise.all(files.map((file, index) => atOnce(() => renderBoth(file, String(index)))))
    const wall = performance.now() - start
    const { user, system } = process.cpuUsage(before)
    return { wall, cpu: (user + system) / 1_000 }
  },
}
answerCalls(calls)
