import { expect, it } from "vitest"
import { filesOfInput, filesOfTransfer } from "./found-files.ts"

const jpeg = (name: string) => new File(["x"], name, { type: "image/jpeg" })
const fileEntry = (file: File) => ({
  name: file.name,
  isDirectory: false,
  file: (take: (file: File) => void) => take(file),
})
const broken = (name: string) => ({
  name,
  isDirectory: false,
  file: (_: unknown, fail: (cause: Error) => void) => fail(new Error("no")),
})

/** Gives two at a time, as browsers give a hundred. */
function folder(name: string, children: readonly unknown[]) {
  const createReader = () => {
    let from = 0
    return { readEntries: (take: (entries: unknown[]) => void) => take(children.slice(from, (from += 2))) }
  }
  return { name, isDirectory: true, createReader }
}

const transfer = (...entries: { name: string; isDirectory: boolean; file?: unknown }[]) => {
  const items = entries.map((entry) => ({
    kind: "file",
    webkitGetAsEntry: () => entry,
    getAsFile: () => (entry.isDirectory ? null : jpeg(entry.name)),
  }))
  return { items: [...items, { kind: "string" }] } as unknown as DataTransfer
}

it("takes files, and all photos of folders within folders", async () => {
  const deep = folder("deep", [fileEntry(jpeg("c.jpg")), fileEntry(jpeg("d.jpg")), fileEntry(jpeg("e.jpg"))])
  const found = await filesOfTransfer(
    transfer(fileEntry(jpeg("a.jpg")), folder("top", [fileEntry(jpeg("b.jpg")), deep])),
  )
  expect(found.files.map(({ name }) => name)).toEqual(["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"])
})

it("leaves out what is hidden, and counts what is no photo", async () => {
  const text = new File(["x"], "notes.txt", { type: "text/plain" })
  const raw = new File(["x"], "IMG_1.HEIC")
  const hidden = [fileEntry(jpeg(".a.jpg")), fileEntry(jpeg("Thumbs.db")), folder(".git", [fileEntry(jpeg("x.jpg"))])]
  const found = await filesOfTransfer(transfer(folder("top", [...hidden, fileEntry(text), fileEntry(raw)])))
  expect(found).toEqual({ files: [raw], unreadable: [], others: 1 })
})

it("names what cannot be read, and takes the rest", async () => {
  const found = await filesOfTransfer(transfer(folder("top", [broken("bad.jpg"), fileEntry(jpeg("b.jpg"))])))
  expect(found.unreadable).toEqual(["bad.jpg"])
  expect(found.files.map(({ name }) => name)).toEqual(["b.jpg"])
})

it("takes a folder picker's photos without those in hidden folders", () => {
  const within = (path: string) => Object.assign(jpeg(path.split("/").pop() ?? ""), { webkitRelativePath: path })
  const list = [within("top/a.jpg"), within("top/.hidden/b.jpg"), new File(["x"], "c.txt", { type: "text/plain" })]
  expect(filesOfInput(list as unknown as FileList, true)).toMatchObject({ files: [list[0]], others: 1 })
})
