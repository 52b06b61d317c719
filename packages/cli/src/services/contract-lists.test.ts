import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { checkoutRoot } from "../stage.ts"
import {
  ADDED,
  ALL_EVENTS,
  exportEvent,
  INDEX,
  listEvent,
  listService,
  unexportEvent,
  unlistEvent,
  unlistService,
} from "./contract-lists.ts"

const read = (file: string) => readFileSync(join(checkoutRoot, file), "utf8")

it.each(["AlbumMade", "ImageSepiaCopied", "Zoomed"])("takes %s out of the lists as it was put in", (event) => {
  const [all, index] = [read(ALL_EVENTS), read(INDEX)]
  expect(unlistEvent(listEvent(all, event, "ImageUploaded"), event)).toBe(all)
  expect(unexportEvent(exportEvent(index, event), event)).toBe(index)
})

it("keeps the services in order, whichever comes and goes first", () => {
  const none = read(ADDED)
  const both = listService(listService(none, "sepia-copy"), "event-diary")
  const lines = both.match(/^export \* .*$/gm) ?? []
  expect(lines).toEqual(expect.arrayContaining([`export * from "./event-diary.ts"`, `export * from "./sepia-copy.ts"`]))
  expect(lines).toEqual(lines.toSorted())
  expect(both).toBe(listService(listService(none, "event-diary"), "sepia-copy"))
  expect(unlistService(unlistService(both, "event-diary"), "sepia-copy")).toBe(none)
})
