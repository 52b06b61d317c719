import { property } from "@darkroom/testing/property"
import { GalleryError } from "@darkroom/gallery-api/client"
import { expect } from "vitest"
import { ConnectionLost } from "./connection-lost.ts"
import { s3Failure } from "./s3-failure.ts"
import { fakes, HOUR, openTab, photo, settle, sha256 } from "./testing-uploads.ts"

const RUNS = 60
const FILES = 25
const ENDS = ["uploaded", "duplicate", "cancelled", "failed"]

/** The same numbers for the same seed. */
function random(seed: number) {
  let state = seed * 2_654_435_761
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
  return {
    chance: (share: number) => next() < share,
    pick: <Each>(choices: readonly Each[]): Each => choices[Math.floor(next() * choices.length)]!,
  }
}

const postFailures = (): Error[] => [
  new ConnectionLost("broken"),
  s3Failure(403, "<Error><Code>AccessDenied</Code><Message>Policy expired.</Message></Error>"),
  s3Failure(400, "<Error><Code>BadDigest</Code></Error>"),
  s3Failure(400, "<Error><Code>EntityTooLarge</Code></Error>"),
  s3Failure(503, "<Error><Code>SlowDown</Code></Error>"),
  s3Failure(502, "<html>proxy</html>"),
  new Error("nobody knows"),
]
const requestFailures = (): Error[] => [
  new TypeError("Failed to fetch"),
  new GalleryError(500, { code: "Internal", message: "Sorry." }),
  new GalleryError(400, { code: "Invalid", message: "Odd." }),
  new GalleryError(429, { code: "LimitReached", message: "Slowly." }),
  new GalleryError(401, { code: "Unauthorized", message: "Who?" }),
]

property(
  "ends every file as uploaded, duplicate, cancelled or failed with a message, whatever fails",
  RUNS,
  async ({ first, numRuns }) => {
    for (let seed = first + 1; seed <= first + numRuns; seed++)
      await uploadAll(seed).catch((cause: unknown) => {
        throw new Error(`With seed ${seed}: ${String(cause)}`, { cause })
      })
  },
)

async function uploadAll(seed: number): Promise<void> {
  const { chance, pick } = random(seed)
  const world = fakes()
  const { server, network, clock, browser } = world
  server.refusePost = () => (chance(0.3) ? pick(postFailures()) : undefined)
  server.refuse = () => (chance(0.3) ? pick(requestFailures()) : undefined)
  const details = () => ({
    limit: pick(["photosPerDay", "parallelUploads"]),
    resetsAt: new Date(clock.now() + pick([0, 1, 20]) * HOUR).toISOString(),
  })
  server.answer = ({ clientId }) => {
    if (chance(0.05)) return { clientId, duplicateOf: "p" }
    if (chance(0.05)) return { clientId: "somebody else's", duplicateOf: "p" }
    if (chance(0.05)) return { clientId, error: { code: "TooLarge", message: "Large." } }
    return chance(0.1)
      ? { clientId, error: { code: "LimitReached", message: "Enough.", details: details() } }
      : undefined
  }
  const hash = async (file: Blob) => {
    if (chance(0.05)) throw new DOMException("gone", "NotReadableError")
    return sha256(file)
  }
  const tabs = [openTab(world, { hash }), openTab(world, { hash })]
  await settle()
  const names = Array.from({ length: FILES }, (_, index) => `photo-${index}.jpg`)
  for (const name of names) pick(tabs).add([photo(name, chance(0.1) ? "same" : name)])

  const acts = [
    () => (server.automatic = chance(0.5)),
    () => [...server.posting.values()].forEach(({ end }) => chance(0.5) && end()),
    () => [...server.posting.values()].forEach(({ fail }) => chance(0.5) && fail(pick(postFailures()))),
    () => network.turn(chance(0.6)),
    () => (server.reachable = chance(0.6)),
    () => browser.fill(chance(0.5)),
    () => pick(tabs).pause(chance(0.3) ? undefined : [pick(tabs[0]!.items())?.clientId ?? ""]),
    () => pick(tabs).resume(),
    () => pick(tabs).retry(),
    () => pick(tabs).cancel([pick(tabs[0]!.items())?.clientId ?? ""]),
    () => clock.advance(pick([100, 5000, 70_000, HOUR])),
  ]
  for (let turn = 0; turn < 60; turn++) {
    await pick<() => unknown>(acts)()
    await settle()
  }
  if (chance(0.5)) tabs.shift()?.close()

  server.automatic = true
  server.reachable = true
  network.turn(true)
  for (const { end } of server.posting.values()) end()
  await settle()
  for (let round = 0; round < 8; round++) {
    tabs[0]?.resume()
    await clock.advance(2 * HOUR)
  }
  expectAllEnded()

  function expectAllEnded() {
    const items = tabs[0]!.items()
    expect(items.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
    for (const { name, state, error } of items) {
      expect(state === "done" ? "uploaded" : state, `${name} ${JSON.stringify(error)}`).toBeOneOf(ENDS)
      if (state === "failed") expect(error?.message).not.toBe("")
    }
    expect([...server.posting.keys()]).toEqual([])
  }
}
