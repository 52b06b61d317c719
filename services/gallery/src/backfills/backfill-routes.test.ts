import { backfillExample, type BackfillAnswer, type BackfillCommand, type BackfillStatus } from "@darkroom/events"
import { type Backfill, backfillSchema, backfillsSchema, type RouteName } from "@darkroom/gallery-api"
import { describe, expect, it } from "vitest"
import { albumMetadataTable } from "../album-metadata-table.fixture.ts"
import { call, claimsOf, type GalleryFixtureOptions, NOON, startGallery } from "../gallery.fixture.ts"
import { controlBy } from "./control.ts"

const { documents } = albumMetadataTable()
const at = (days: number) => new Date(NOON + days * 86_400_000).toISOString()

const running: BackfillStatus = {
  ...backfillExample,
  state: "running",
  startedAt: at(-1),
  endedAt: null,
  counts: { rows: 5_000, emitted: 4_981, malformed: 19, foreign: 0 },
  skipped: { missing: 1, known: 2, archived: 3 },
  done: 0.5,
  waiting: true,
  message: null,
  report: null,
}
const ended = (id: string, days: number): BackfillStatus => ({
  ...running,
  id,
  state: "completed",
  startedAt: at(days - 1),
  endedAt: at(days),
  done: 1,
  waiting: false,
  report: { bucket: "output", key: `backfill/${id}/report.csv` },
})

function start(
  answer: BackfillAnswer = { ok: true, backfills: [running] },
  options: Pick<GalleryFixtureOptions, "hasSecondFactor"> = {},
) {
  const commands: BackfillCommand[] = []
  const control = async (command: BackfillCommand) => {
    commands.push(command)
    return answer
  }
  const gallery = startGallery(documents, { control, ...options })
  const claims = { ...claimsOf("ada"), "cognito:groups": "[editors operators]" }
  const ask = (name: RouteName, backfillId: string = running.id, as: object = claims) =>
    call(gallery, name, {
      claims: as,
      params: { backfillId },
      ...(name === "setBackfillRate" ? { body: { rate: 7 } } : {}),
    })
  return { ...gallery, ask, commands }
}

const changes = ["pauseBackfill", "resumeBackfill", "cancelBackfill", "setBackfillRate"] as const

it("lists those under way, and what ended within thirty days, newest first", async () => {
  const backfills = [ended("old", -31), ended("ended", -3), running, ended("later", -2)]
  const { status, body } = await start({ ok: true, backfills }).ask("listBackfills")
  const { backfills: listed } = backfillsSchema.parse(body)
  expect([status, listed.map(({ backfillId }) => backfillId)]).toEqual([200, [running.id, "later", "ended"]])
  expect(listed[0]).toEqual({
    backfillId: running.id,
    source: { kind: "csv", name: "s3://photos/manifests/all.csv" },
    state: "running",
    rate: 50,
    counts: { rows: 5_000, emitted: 4_981, malformed: 19, foreign: 0, skipped: 6 },
    waiting: true,
    done: 0.5,
    startedAt: at(-1),
    endedAt: null,
    message: null,
    report: null,
  } satisfies Backfill)
  expect(listed[1]?.report).toBe("https://output.test/backfill/later/report.csv")
})

it.each([
  [{ kind: "prefix", bucket: "old", prefix: "photos/" }, "s3://old/photos/"],
  [{ kind: "inventory", bucket: "lists", key: "manifest.json" }, "s3://lists/manifest.json"],
  [{ kind: "batch", jobId: "job-1" }, "job-1"],
] as const)("names the source %j", async (source, name) => {
  const { body } = await start({ ok: true, backfills: [{ ...running, source }] }).ask("listBackfills")
  expect(backfillsSchema.parse(body).backfills[0]?.source).toEqual({ kind: source.kind, name })
})

describe.each(changes)("%s", (name) => {
  it("asks for just that, and tells how the backfill then stands", async () => {
    const { ask, commands } = start()
    const { status, body } = await ask(name)
    expect([status, backfillSchema.parse(body).backfillId]).toEqual([200, running.id])
    const rate = name === "setBackfillRate" ? { command: "rate", rate: 7 } : { command: name.replace("Backfill", "") }
    expect(commands).toEqual([{ id: running.id, ...rate }])
  })

  it("finds none that there is not", async () => {
    const unknown = { ok: false as const, error: { name: "UnknownBackfill", message: "There is no backfill x" } }
    expect((await start(unknown).ask(name)).status).toBe(404)
    const { ask, commands } = start()
    expect((await ask(name, "none")).status).toBe(404)
    expect(commands).toEqual([])
  })

  it("says why it cannot be", async () => {
    const wrong = { ok: false as const, error: { name: "WrongState", message: "The backfill x is completed" } }
    const { status, body } = await start(wrong).ask(name)
    expect([status, body]).toMatchObject([
      409,
      { error: { code: "Conflict", message: "The backfill x is completed." } },
    ])
  })
})

describe.each(["listBackfills", ...changes] as const)("%s", (name) => {
  it.each([undefined, "", "[]", "[editors]", "[operators-of-others]", ["operators"]])(
    "is not there for who is in the groups %j",
    async (groups) => {
      const { ask, commands } = start()
      const answer = await ask(name, running.id, { ...claimsOf("eve"), "cognito:groups": groups })
      expect([answer.status, answer.body]).toMatchObject([404, { error: { code: "NotFound" } }])
      expect(commands).toEqual([])
    },
  )

  it("is forbidden to an operator without a second factor", async () => {
    const { ask, commands } = start(undefined, { hasSecondFactor: async (userId) => userId !== "ada" })
    const { status, body } = await ask(name)
    const message = "Operators need a second factor, such as an authenticator app, and your account has none."
    expect([status, body]).toEqual([403, { error: { code: "Forbidden", message } }])
    expect(commands).toEqual([])
  })
})

it("asks for the second factor of members of the group alone", async () => {
  const asked: string[] = []
  const hasSecondFactor = async (userId: string) => asked.push(userId) > 1
  const gallery = startGallery(documents, { hasSecondFactor })
  const operatorOf = async (sub: string, groups: string) =>
    (await call(gallery, "getMe", { claims: { ...claimsOf(sub), "cognito:groups": groups } })).body
  expect(await operatorOf("eve", "[others]")).toMatchObject({ operator: false })
  expect(await operatorOf("ada", "[operators]")).toMatchObject({ operator: false })
  expect(await operatorOf("bob", "[operators]")).toMatchObject({ operator: true })
  expect(asked).toEqual(["ada", "bob"])
})

it("tells the page who is an operator", async () => {
  const gallery = startGallery(documents)
  const operatorOf = async (groups: string) =>
    (await call(gallery, "getMe", { claims: { ...claimsOf("ada"), "cognito:groups": groups } })).body
  expect(await operatorOf("[operators]")).toMatchObject({ operator: true })
  expect(await operatorOf("[others]")).toMatchObject({ operator: false })
})

it("has no backfills where the stacks have none", async () => {
  const gallery = startGallery(documents)
  const claims = { ...claimsOf("ada"), "cognito:groups": "[operators]" }
  expect((await call(gallery, "listBackfills", { claims })).body).toEqual({ backfills: [] })
  expect((await call(gallery, "pauseBackfill", { claims, params: { backfillId: running.id } })).status).toBe(404)
})

describe("the control", () => {
  const answering = (output: object) => controlBy({ send: async () => output } as never, "control")
  const payload = (text: string) => Buffer.from(text)

  it("gives the function's answer", async () => {
    const answer = { ok: true, backfills: [running] }
    expect(await answering({ Payload: payload(JSON.stringify(answer)) })({ command: "list" })).toEqual(answer)
  })

  it.each([
    [{ FunctionError: "Unhandled", Payload: payload(`{"errorMessage":"away"}`) }, "ended with an error"],
    [{ Payload: payload("null") }, "answered what nobody expects"],
    [{}, "answered what nobody expects"],
  ])("fails on %j", async (output, message) => {
    await expect(answering(output)({ command: "list" })).rejects.toThrow(message)
  })
})
