import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { keepPrivate } from "./keep-private.ts"

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

it("makes a folder readable for its owner alone, with what is in it and what is written later", () => {
  const root = mkdtempSync(join(tmpdir(), "darkroom-private-"))
  const umask = process.umask(0o022)
  onTestFinished(() => {
    process.umask(umask)
    rmSync(root, { recursive: true })
  })
  const folder = join(root, ".darkroom")
  mkdirSync(join(folder, "state/s3"), { recursive: true })
  for (const file of [".darkroom/state/s3/old", "elsewhere"]) writeFileSync(join(root, file), "")
  symlinkSync(join(root, "elsewhere"), join(folder, "link"))
  keepPrivate(folder)
  writeFileSync(join(folder, "state/new"), "")
  mkdirSync(join(folder, "logs"))
  const paths = ["", "state", "state/s3", "state/s3/old", "state/new", "logs"]
  expect(paths.map((path) => mode(join(folder, path)))).toEqual(["700", "700", "700", "600", "600", "700"])
  expect(mode(join(root, "elsewhere"))).toBe("644")
})
