import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { open } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { openCopies } from "./copies.ts"

function folder() {
  const root = mkdtempSync(join(tmpdir(), "darkroom-copies-"))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  writeFileSync(join(root, "object"), "a video")
  return { copies: join(root, "copies"), object: join(root, "object") }
}

it("is whole though the file is removed meanwhile, and gone when the work is done", async () => {
  const { copies, object } = folder()
  const withCopy = openCopies(copies)
  const file = await open(object)
  const [path, text] = await withCopy(file, async (copy) => {
    rmSync(object)
    return [copy, readFileSync(copy, "utf8")] as const
  })
  expect([text, existsSync(path), readdirSync(copies)]).toEqual(["a video", false, []])
})

it("is gone when the work fails", async () => {
  const { copies, object } = folder()
  const failing = openCopies(copies)(await open(object), () => Promise.reject(new Error("failed")))
  await expect(failing).rejects.toThrow("failed")
  expect(readdirSync(copies)).toEqual([])
})

it("is removed at the next start where the engine was killed", () => {
  const { copies } = folder()
  mkdirSync(join(copies, "darkroom-rekognition-old"), { recursive: true })
  openCopies(copies)
  expect(readdirSync(copies)).toEqual([])
})
