import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type App, appGraph, attempts, fixedRecogniser, plainPhoto, root, startApp } from "../../local/e2e/harness.ts"
import { announceEngine, statusPage } from "../../local/src/index.ts"
import { stageOf } from "./stage-of.ts"
import { documentedCommands } from "./documented.ts"

// Every command of the documents, against an app that runs: as it is announced, or with --stage through the links as `sst shell` gives them
// and an endpoint.

/** Who runs those that are about a checkout, and not about a stage, or that need the page. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  start: "packages/cli/e2e/new-service.test.ts starts it",
  new: "packages/cli/e2e/new-service.test.ts",
  remove: "packages/cli/e2e/new-service.test.ts",
  lint: ".ci/run",
  synth: ".ci/run",
  verify: "packages/cli/e2e/verify.test.ts",
}

/** What ends when somebody has seen enough: by itself, or by the signal. */
const ENDLESS = /events tail|logs --follow/
/** Commands that read the archive. Only one can at a time, and on AWS it waits for late events. */
const READS_ARCHIVE = /replay|rebuild|--archive/
/** Commands that mostly wait and change nothing. They start first, and the others run beside them. */
const WAITS = /--archive|replay .*--dry-run|events tail|logs --follow/
const LONG_ENOUGH = 4_000
const HOUR = 3_600_000

/** What asks for more than a stage of its own has, and the error that says so. */
const REFUSED: readonly { readonly command: RegExp; readonly error: RegExp }[] = [
  { command: /--inventory s3:\/\/inventories/, error: /inventories|bucket/i },
]

const PHOTO = "images/dog.jpg"
const SLOW = "manifests/slow.csv"
const commands = documentedCommands(root)
const nameOf = (command: string) => command.split(" ")[2] ?? ""

let app: App
let folder: string
let environments: { readonly offline: NodeJS.ProcessEnv; readonly onAws: NodeJS.ProcessEnv }
let withdraw: () => void
let photo: { id: string; correlationId: string; eventId: string }
const running = new Set<ChildProcess>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "darkroom-documented-"))
  let broken = false
  const recogniser = {
    ...fixedRecogniser(),
    detectLabels: async () => {
      if (broken) throw new Error("the model is gone")
      return []
    },
  }
  const page = statusPage()
  const graph = await appGraph((changed) => attempts(changed, "Tagging", 1))
  app = await startApp({ recogniser, graph, page: page.answer })
  page.show(app.engine)
  await app.put(PHOTO, await plainPhoto())
  const { record, timeline } = await app.entry(PHOTO, (entry) => entry.record.processed !== undefined)
  const { eventId, correlationId } = timeline.find(({ type }) => type === "MetadataExtracted")!
  photo = { id: record.imageId, correlationId, eventId }
  broken = true
  // One for each command that settles a dead letter.
  for (let index = 0; index < 8; index++) await app.put(`Incoming/broken-${index}.jpg`, await plainPhoto(300 + index))
  for (let index = 0; index < 8; index++)
    await app.entry(`Incoming/broken-${index}.jpg`, (entry) => entry.record["failed:tagging"] !== undefined)
  broken = false
  const missing = Array.from({ length: 60 }, (_, index) => `${app.photos},Incoming/missing-${index}.jpg\n`)
  await app.put(SLOW, missing.join(""))
  writeFileSync(join(folder, "all.csv"), `${app.photos},${PHOTO}\n`)
  writeFileSync(join(folder, "photo.jpg"), await plainPhoto(200))
  withdraw = announceEngine(folder, app.engine.url, "us-east-1", graph)
  const links = Object.entries({ ...graph.links, App: { name: "darkroom", stage: "production" } })
  const common = { ...process.env, NO_COLOR: "1" }
  environments = {
    offline: { ...common, DARKROOM_CHECKOUT: folder },
    onAws: {
      ...common,
      ...Object.fromEntries(links.map(([name, link]) => [`SST_RESOURCE_${name}`, JSON.stringify(link)])),
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL: app.engine.url,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
    },
  }
}, 120_000)

afterAll(async () => {
  for (const child of running) child.kill("SIGKILL")
  withdraw()
  await app.close()
  rmSync(folder, { recursive: true })
})

/** The command's arguments, with what a placeholder stands for. */
async function argumentsOf(command: string): Promise<string[]> {
  const about = command.replace("npx darkroom ", "")
  const id = async () => {
    if (about.startsWith("dlq")) return await deadLetter()
    if (about.startsWith("backfill")) return await backfill()
    return about.startsWith("events") ? photo.eventId : photo.id
  }
  const words: readonly [RegExp, () => string | Promise<string>][] = [
    [/<files and folders>/, () => join(folder, "photo.jpg")],
    [/<id of the ProcessingFailed>/, deadLetter],
    [/--correlation-id <id>/, () => `--correlation-id ${photo.correlationId}`],
    [/<correlation id>/, () => photo.correlationId],
    [/<photos a second>/, () => "20"],
    [/<id or key>|<photo>/, () => photo.id],
    [/<event>/, () => photo.eventId],
    [/<time>/, () => new Date(Date.now() - HOUR).toISOString()],
    [/<service>/, () => "tagging"],
    [/<id>/, id],
  ]
  let filled = about
  for (const [placeholder, word] of words)
    if (placeholder.test(filled)) filled = filled.replace(placeholder, await word())
  expect(filled, "a placeholder that nothing is known for").not.toMatch(/[<>]/)
  const args = filled.split(" ")
  // What asks before it acts has no terminal here.
  const asks = /^(dlq (redrive|purge)|rebuild .*--apply|replay)/.test(filled) && !/--(yes|dry-run)/.test(filled)
  return asks ? [...args, "--yes"] : args
}

async function deadLetter(): Promise<string> {
  const stage = await stageOf(app)
  try {
    for await (const { id } of stage.deadLetters.inState("dead")) return id
    throw new Error("There is no dead letter left")
  } finally {
    stage.close()
  }
}

/** One that takes its time. */
async function backfill(): Promise<string> {
  const stage = await stageOf(app)
  try {
    const id = randomUUID()
    const source = { kind: "csv", bucket: app.photos, key: SLOW } as const
    await stage.backfills({ command: "start", id, source, rate: 1 })
    return id
  } finally {
    stage.close()
  }
}

interface Outcome {
  readonly args: readonly string[]
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

async function run(args: readonly string[], endless: boolean): Promise<Omit<Outcome, "args">> {
  const child = spawn(process.execPath, [join(root, "packages/cli/src/main.ts"), ...args], {
    cwd: folder,
    env: args.includes("--stage") ? environments.onAws : environments.offline,
    stdio: ["ignore", "pipe", "pipe"],
  })
  running.add(child)
  const enough = endless ? setTimeout(() => child.kill("SIGINT"), LONG_ENOUGH) : undefined
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
  clearTimeout(enough)
  running.delete(child)
  return { code: code as number | null, stdout, stderr }
}

it("finds the commands of the documents", () => {
  expect(commands.length).toBeGreaterThan(40)
  for (const name of ["upload", "replay", "dlq", "events", "backfill", "retry", "pause"])
    expect(
      commands.map(({ command }) => nameOf(command)),
      name,
    ).toContain(name)
})

describe("runs as it is written", () => {
  // What takes all dead letters comes last.
  const rank = ({ command }: { command: string }) =>
    /dlq (redrive|purge)/.test(command) ? (/<id/.test(command) ? 1 : 2) : 0
  const meant = commands.filter(({ command }) => !(nameOf(command) in ELSEWHERE)).toSorted((a, b) => rank(a) - rank(b))

  const begun = new Map<string, Promise<Outcome>>()
  let archive: Promise<unknown> = Promise.resolve()

  function begin(command: string): Promise<Outcome> {
    const start = async () => {
      const args = await argumentsOf(command)
      return { args, ...(await run(args, ENDLESS.test(command))) }
    }
    if (!READS_ARCHIVE.test(command)) return start()
    const outcome = archive.then(start)
    archive = outcome.catch(() => {})
    return outcome
  }

  beforeAll(() => {
    for (const { command } of meant) {
      if (!WAITS.test(command)) continue
      const outcome = begin(command)
      outcome.catch(() => {})
      begun.set(command, outcome)
    }
  })

  it.each(meant.map(({ command, files }) => [command, files] as const))(
    "%s",
    async (command, files) => {
      const { args, code, stdout, stderr } = await (begun.get(command) ?? begin(command))
      const said = `${files.join(", ")}: darkroom ${args.join(" ")}\n${stdout}${stderr}`
      const refused = REFUSED.find((each) => each.command.test(args.join(" ")))
      if (refused) {
        expect(code, said).toBe(1)
        expect(stderr, said).toMatch(refused.error)
      } else expect(ENDLESS.test(command) ? [0, 130, null] : [0], said).toContain(code)
    },
    120_000,
  )
})

it("leaves to others only commands that the documents have", () => {
  const names = new Set(commands.map(({ command }) => nameOf(command)))
  for (const name of Object.keys(ELSEWHERE)) expect(names, name).toContain(name)
})
