import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { collectFiles } from "./collect-files.ts"

let folder = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "darkroom-cli-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

function files(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), name)
  }
}

async function namesOf(...paths: string[]): Promise<string[]> {
  const collected = await collectFiles(paths.map((path) => join(folder, path)))
  return collected.map((file) => ("name" in file ? file.name : `(${file.problem.reason})`))
}

it("takes a file by its base name and a folder's files with the folder's own name", async () => {
  files("one/deep/a.jpg", "holiday/b.jpg", "holiday/a.jpg", "holiday/rome/c.png")
  expect(await namesOf("one/deep/a.jpg", "holiday")).toEqual([
    "a.jpg",
    "holiday/a.jpg",
    "holiday/b.jpg",
    "holiday/rome/c.png",
  ])
})

it("takes every kind of file and skips hidden ones", async () => {
  files("in/notes.txt", "in/.DS_Store", "in/.git/config", "in/noextension")
  expect(await namesOf("in")).toEqual(["in/noextension", "in/notes.txt"])
})

it("keeps odd names as they are", async () => {
  const names = ["in/a b.jpg", "in/a+b.jpg", "in/a.b.c.jpg", "in/100%.jpg", "in/ü.jpg", "in/🐕.jpg"]
  files(...names)
  expect((await namesOf("in")).sort()).toEqual(names.toSorted())
})

it("numbers names that occur again, before the extension", async () => {
  files("x/a.b.jpg", "y/a.b.jpg", "z/a.b.jpg", "x/noextension", "y/noextension")
  const paths = ["x/a.b.jpg", "y/a.b.jpg", "z/a.b.jpg", "x/noextension", "y/noextension"]
  expect(await namesOf(...paths)).toEqual(["a.b.jpg", "a.b-2.jpg", "a.b-3.jpg", "noextension", "noextension-2"])
})

it("gives no file the name that another file has", async () => {
  files("x/a.jpg", "y/a.jpg", "z/a-2.jpg")
  expect(await namesOf("x/a.jpg", "y/a.jpg", "z/a-2.jpg")).toEqual(["a.jpg", "a-3.jpg", "a-2.jpg"])
})

it("numbers the files of folders of the same name", async () => {
  files("x/in/a.jpg", "y/in/a.jpg")
  expect(await namesOf("x/in", "y/in")).toEqual(["in/a.jpg", "in/a-2.jpg"])
})

it("tells of what is not there and goes on", async () => {
  files("in/a.jpg")
  symlinkSync("nowhere", join(folder, "in/broken.jpg"))
  const collected = await collectFiles([join(folder, "missing.jpg"), join(folder, "in")])
  expect(collected[0]).toEqual({
    file: join(folder, "missing.jpg"),
    problem: { reason: "FileNotFound", message: `${join(folder, "missing.jpg")} does not exist.` },
  })
  expect(collected[1]).toMatchObject({ name: "in/a.jpg" })
  expect(collected[2]).toMatchObject({ problem: { reason: "FileNotFound" } })
})

it("follows links to folders, but not in a circle", async () => {
  files("in/a.jpg", "elsewhere/b.jpg")
  symlinkSync("..", join(folder, "in/up"))
  symlinkSync(join(folder, "elsewhere"), join(folder, "in/linked"))
  const names = await namesOf("in")
  expect(names).toContain("in/linked/b.jpg")
  expect(names.filter((name) => name.endsWith("a.jpg"))).toEqual(["in/a.jpg"])
})
