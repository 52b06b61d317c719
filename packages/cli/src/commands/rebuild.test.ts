import type { RebuildRequest, RebuiltPhoto } from "@darkroom/events"
import { expect, it, vi } from "vitest"
import { fakeAccess, operations, photoEvents } from "../replay/replay.fixture.ts"
import { fakeStage, fakeTerminal } from "../test-fixtures.ts"
import { rebuildCatalog, type RebuildOptions } from "./rebuild.ts"

const [one, two] = [photoEvents("one"), photoEvents("two")]
const wrong = one[0]!.groupKey
const difference = { item: "RECORD", attribute: "owner", has: "eve", rebuilt: "ada" }

/** A catalog in which the first photo is not as its events say. */
function start(state: RebuiltPhoto["state"] = "different") {
  const requests: RebuildRequest[] = []
  const rebuild = async (request: RebuildRequest) => {
    requests.push(request)
    const photos = request.photos.map(({ imageId }) => {
      if (imageId !== wrong) return { imageId, state: "same" as const, differences: [] }
      return { imageId, state: request.apply ? ("mended" as const) : state, differences: [difference] }
    })
    return { photos, malformed: [] }
  }
  const { stage } = fakeStage()
  const photos = async function* () {
    yield [{ imageId: "unheard-of" }]
  } as typeof stage.photos
  const io = {
    ...fakeTerminal({ ...stage, operations, replays: fakeAccess([...one, ...two]).access, rebuild, photos }),
    confirm: vi.fn(async (): Promise<boolean | undefined> => undefined),
  }
  const run = async (options: RebuildOptions = {}) => ({ code: await rebuildCatalog(options, io), ...io.written() })
  return { run, requests, io }
}

it("compares every photo that the archive or the catalog knows, each with all of its events, and writes nothing", async () => {
  const { run, requests } = start()
  const { code, stdout } = await run()
  const asked = requests.flatMap(({ photos }) => photos.map(({ imageId, events }) => [imageId, events.length] as const))
  expect(Object.fromEntries(asked)).toEqual({ [wrong]: 4, [two[0]!.groupKey]: 4, "unheard-of": 0 })
  expect(requests.every(({ apply }) => !apply)).toBe(true)
  expect(code).toBe(1)
  expect(stdout).toBe(
    `${wrong}  different\n  - RECORD owner: "eve"\n  + RECORD owner: "ada"\n3 photos: 2 as the events say, 1 different, 0 mended\n`,
  )
})

it("reads all that the archive keeps, or from a day on", async () => {
  const { run, requests } = start()
  const from = Date.parse("2026-11-01T00:00:00Z")
  await run({ from })
  expect(requests[0]?.from).toBe("2026-11-01T00:00:00.000Z")
  await run()
  const { from: begin = "", to = "" } = requests.at(-1) ?? {}
  expect(Date.parse(to) - Date.parse(begin)).toBe(90 * 86_400_000)
})

it("mends what differs, and nothing else, once somebody has said yes", async () => {
  const { run, requests, io } = start()
  await expect(run({ apply: true })).rejects.toMatchObject({ name: "YesNeeded" })
  io.confirm.mockResolvedValueOnce(false)
  expect((await run({ apply: true })).code).toBe(1)
  expect(requests.some(({ apply }) => apply)).toBe(false)
  const { code, stdout } = await run({ apply: true, yes: true, json: true })
  expect(requests.at(-1)).toMatchObject({ apply: true, photos: [{ imageId: wrong }] })
  const told = JSON.parse(stdout) as { states: object; photos: RebuiltPhoto[] }
  expect([code, told.states]).toMatchObject([0, { mended: 1, same: 2, different: 0 }])
  expect(told.photos).toEqual([{ imageId: wrong, state: "mended", differences: [difference] }])
})

it("has no difference to show where there is none", async () => {
  const { code, stdout } = await start("same").run({ apply: true })
  expect([code, stdout.trim().split("\n").at(-1)]).toEqual([0, "3 photos: 3 as the events say, 0 different, 0 mended"])
})
