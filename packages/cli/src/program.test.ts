import { imageExample } from "@darkroom/events"
import { writeFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { register as registerShow, show } from "./commands/show.ts"
import { trace } from "./commands/trace.ts"
import { register as registerUpload, upload } from "./commands/upload.ts"
import { run } from "./program.ts"
import type { UploadRecord } from "./photo-report.ts"
import { doneParts, entryOf, fakeStage, fakeTerminal, rejectedPart, sink, uploadedPart } from "./test-fixtures.ts"

const options = { to: "private/local/uploads/", concurrency: 4, timeout: 5 }
let folder = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "darkroom-cli-"))
  writeFileSync(join(folder, "a.jpg"), "a")
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  process.exitCode = undefined
  vi.restoreAllMocks()
})

async function exitCodeOf(args: readonly string[]): Promise<{ code: unknown; stderr: string }> {
  const stderr = sink()
  vi.spyOn(process.stdout, "write").mockReturnValue(true)
  await run([registerUpload, registerShow], args, stderr.stream)
  return { code: process.exitCode, stderr: stderr.text() }
}

it.each([[["nonsense"]], [["upload", "--nonsense", "a"]], [["upload"]], [["upload", "--concurrency", "0", "a"]], [[]]])(
  "helps and exits 2 for %j",
  async (args) => {
    const { code, stderr } = await exitCodeOf(args)
    expect(code).toBe(2)
    expect(stderr).toContain("Usage: darkroom")
  },
)

it("takes the stage local for the engine of this machine", async () => {
  const { code, stderr } = await exitCodeOf(["upload", "--to", "nowhere", "a.jpg", "--stage", "local"])
  // Anywhere else it would be SST that fails.
  expect([code, stderr]).toEqual([1, expect.stringContaining("Nothing takes in photos")])
})

it("exits 0 where help was asked for", async () => {
  expect((await exitCodeOf(["--help"])).code).toBe(0)
})

it("exits 1 with one line where a command fails", async () => {
  const { code, stderr } = await exitCodeOf(["upload", "--to", "nowhere", "a.jpg"])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^error: Nothing takes in photos under "nowhere\/".*\n$/)
})

it("exits 0 where every file was processed, 1 otherwise", async () => {
  const good = fakeTerminal(fakeStage().stage)
  expect(await upload([join(folder, "a.jpg")], options, good)).toBe(0)
  expect(good.written().stdout).toContain("1 processed")
  const bad = fakeTerminal(fakeStage(() => [uploadedPart, rejectedPart]).stage)
  expect(await upload([join(folder, "a.jpg")], options, bad)).toBe(1)
  expect(await upload([join(folder, "missing.jpg")], options, fakeTerminal(fakeStage().stage))).toBe(1)
})

it("prints nothing but the array with --json", async () => {
  const io = fakeTerminal(fakeStage().stage)
  await upload([folder, join(folder, "missing.jpg")], { ...options, json: true }, io)
  const records = JSON.parse(io.written().stdout) as UploadRecord[]
  expect(records.map(({ file, status }) => [file, status])).toEqual([
    [join(folder, "a.jpg"), "processed"],
    [join(folder, "missing.jpg"), "failed"],
  ])
  const [first, second] = records.map((record) => Object.keys(record).sort())
  expect(first).toEqual(second)
})

it("shows and traces a photo by its id or key, and says where there is none", async () => {
  const { stage, entries, latest } = fakeStage()
  entries.set(imageExample.id, entryOf(doneParts))
  latest.set(imageExample.key, imageExample.id)
  const io = fakeTerminal(stage)
  await show(imageExample.id, {}, io)
  await show(imageExample.key, {}, io)
  await trace(imageExample.id, { json: true }, io)
  const { stdout } = io.written()
  for (const fact of [
    "f/1.6, 1/200 s, ISO 64, 5.96 mm",
    "https://www.openstreetmap.org/?mlat=43.4674",
    "Dog   97 %  1 box",
    "#6b5a48",
  ]) {
    expect(stdout).toContain(fact)
  }
  expect(stdout.split("status").length).toBe(3)
  await expect(show("nothing.jpg", {}, io)).rejects.toThrow('There is no photo with the id or key "nothing.jpg"')
})
