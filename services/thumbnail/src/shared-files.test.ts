import { execFile } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"

const shared = process.env["DARKROOM_SHARED"] ?? join(import.meta.dirname, "../../../../shared")
const filesIn = (folder: string) =>
  existsSync(join(shared, folder)) ? readdirSync(join(shared, folder)).map((name) => join(shared, folder, name)) : []
const MEGABYTE = 1_048_576

interface Report {
  readonly outcomes: Readonly<Record<string, string>>
  readonly peak: number
}

/** Renders files one after the other in a process of its own, whose memory can be measured. */
async function renderInProcess(files: readonly string[]): Promise<Report> {
  const script = join(import.meta.dirname, "render-files.fixture.ts")
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...files], { maxBuffer: 10 * MEGABYTE })
  return JSON.parse(stdout) as Report
}

describe.skipIf(filesIn("photos").length === 0)("shared files", () => {
  it("renders every photo in less than 512 MB", async () => {
    const { outcomes, peak } = await renderInProcess(filesIn("photos"))
    expect(new Set(Object.values(outcomes))).toEqual(new Set(["ThumbnailGenerated"]))
    expect(peak).toBeLessThan(512 * MEGABYTE)
  })

  it("survives every hostile file in less than 512 MB", async () => {
    const { outcomes, peak } = await renderInProcess(filesIn("hostile"))
    expect(Object.keys(outcomes)).toHaveLength(filesIn("hostile").length)
    for (const outcome of Object.values(outcomes)) {
      expect(outcome).toMatch(/^(ThumbnailGenerated|ImageUndecodable|not rendered)$/)
    }
    expect(peak).toBeLessThan(512 * MEGABYTE)
  })
})
