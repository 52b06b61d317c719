import { allEvents } from "@darkroom/events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { checkoutRoot } from "../stage.ts"
import { eventFile } from "./event-template.ts"
import { asConsumed, asUnconsumed } from "./unconsumed.ts"

it.each(allEvents)("writes and takes back that nobody consumes $name", ({ name, unconsumed }) => {
  const file = readFileSync(join(checkoutRoot, eventFile(name)), "utf8")
  const consumed = asConsumed(file)
  expect(consumed === file).toBe(unconsumed === undefined)
  expect(asUnconsumed(consumed)).toMatch(/^  unconsumed: "No service consumes it yet.",\n  schema/m)
  expect(asConsumed(asUnconsumed(consumed))).toBe(consumed)
})
