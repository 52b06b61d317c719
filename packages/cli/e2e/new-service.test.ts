import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { plainPhoto, root as checkout } from "../../local/e2e/harness.ts"
import type { RunningEngine } from "../../local/src/index.ts"
import { cleanEnvironment, contentsOf, copyCheckout, shell } from "./checkout-copy.ts"
import { renamed, stepsOf } from "./recipe.ts"

// One copy of the checkout in which the app runs all the time. The steps of the recipe in CONTRIBUTING.md change it.
const { root, remove } = copyCheckout(checkout)
const steps = stepsOf(readFileSync(join(checkout, "CONTRIBUTING.md"), "utf8"), "Recipe: add a subscriber")
// To the letter, but for the name where somebody has followed the recipe in this checkout.
const [service, Service] = existsSync(join(checkout, "services/watermark"))
  ? (["stamp", "Stamp"] as const)
  : (["watermark", "Watermark"] as const)
const [newService, ...others] = renamed(steps, { watermark: service, Watermark: Service })
const patience = { timeout: 120_000, interval: 200 }
const MINUTES = 60_000

let app: ChildProcess | undefined
let printed = ""
let before: Record<string, string>

beforeAll(async () => {
  await shell(root, "node scripts/install.mjs")
  before = contentsOf(root)
  writeFileSync(join(root, ".darkroom/photo.jpg"), await plainPhoto())
  const command = ["packages/cli/src/main.ts", "start", "--port", "0", "--no-open"]
  app = spawn(join(root, "node_modules/node/bin/node"), command, { cwd: root, env: cleanEnvironment() })
  for (const stream of [app.stdout, app.stderr]) stream?.on("data", (chunk: Buffer) => void (printed += String(chunk)))
  await vi.waitUntil(() => printed.includes("ready in"), patience)
}, 5 * MINUTES)

afterAll(async () => {
  const ended = app && once(app, "close")
  app?.kill("SIGTERM")
  await ended
  remove()
}, MINUTES)

const engine = () => JSON.parse(readFileSync(join(root, ".darkroom/engine.json"), "utf8")) as RunningEngine

/** How often the app has run again because of a change. */
const restarts = () => printed.split("the app has changed").length - 1

async function changed(work: () => unknown): Promise<string> {
  const earlier = [restarts(), printed.length] as const
  await work()
  await vi.waitFor(() => expect(restarts(), printed.slice(earlier[1])).toBe(earlier[0] + 1), patience)
  return printed.slice(earlier[1])
}

const upload = () => shell(root, "npx darkroom upload .darkroom/photo.jpg")

interface Emitted {
  readonly detail: { readonly data: { readonly image: { id: string }; readonly key?: string } }
}

/** Events of that name that the bus has taken since the app runs as it does, the latest first. */
async function eventsOf(type: string): Promise<Emitted[]> {
  const get = async (path: string) => (await fetch(engine().url + path)).json()
  const found = (await get(`/status/events?type=${type}`)) as { id: string }[]
  const details = await Promise.all(found.map(({ id }) => get(`/status/events/${id}`)))
  return details.flatMap((detail) =>
    (detail as { sightings: { event: Emitted }[] }).sightings.map(({ event }) => event),
  )
}

it(
  "runs a new service on the next photo, in an app that was not started again",
  async () => {
    const text = await changed(() => shell(root, (newService as { run: string }).run))
    expect(text).toMatch(new RegExp(String.raw`added ${Service} and \d+ other resources; changed .*Failures`))
    await upload()
    await vi.waitFor(async () => expect(await eventsOf(`Image${Service}ed`)).toHaveLength(1), patience)
    const [{ detail }] = (await eventsOf(`Image${Service}ed`)) as [Emitted]
    expect(Object.keys(detail.data)).toEqual(["image"])
  },
  4 * MINUTES,
)

it(
  "makes what passes the checks as it is",
  async () => {
    const made = `services/${service} packages/events stacks/added`
    // What is new and what it imports. The recipe checks the types of everything.
    const include = [`../services/${service}`, "../packages/events"]
    writeFileSync(join(root, ".darkroom/tsconfig.json"), JSON.stringify({ extends: "../tsconfig.json", include }))
    await shell(root, `npx tsc -p .darkroom && npx oxlint ${made} && npx oxfmt --check ${made}`)
    // The recipe runs those of the graph and of the contract, which are the same from here on.
    await shell(root, `npx vitest run --project unit services/${service} packages/events && npx darkroom lint`)
  },
  5 * MINUTES,
)

it(
  "refuses a service that is there, and leaves everything as it was",
  async () => {
    const existing = contentsOf(root)
    const again = shell(root, `npx darkroom new ${service} --on ImageUploaded`)
    await expect(again).rejects.toThrow(`There is services/${service} already`)
    expect(contentsOf(root)).toEqual(existing)
  },
  MINUTES,
)

it(
  "keeps running what ran before where the stacks cannot be evaluated",
  async () => {
    const file = join(root, `stacks/added/${service}.ts`)
    const good = readFileSync(file, "utf8")
    writeFileSync(file, `${good}\nthrow new Error("not yet")\n`)
    await vi.waitFor(() => expect(printed).toContain("What ran before goes on"), patience)
    expect(printed).toContain("not yet")
    expect((await fetch(`${engine().url}/status`)).ok).toBe(true)
    writeFileSync(file, good)
  },
  3 * MINUTES,
)

it(
  "becomes the service of the recipe, step by step",
  async () => {
    const text = await changed(async () => {
      for (const step of others) {
        if ("run" in step) await shell(root, step.run)
        else writeFileSync(join(root, step.file), step.content)
      }
    })
    expect(text).toContain(`changed ${Service}`)
    await upload()
    await vi.waitFor(
      async () => expect((await eventsOf(`Image${Service}ed`))[0]?.detail.data.key).toBeDefined(),
      patience,
    )
    const [{ detail }] = (await eventsOf(`Image${Service}ed`)) as [Emitted]
    expect(detail.data.key).toBe(`${service}ed/${detail.data.image.id}.webp`)
    const { url, links } = engine()
    const credentials = { accessKeyId: "local", secretAccessKey: "local" }
    const s3 = new S3Client({ endpoint: url, region: "us-east-1", credentials, forcePathStyle: true })
    const Bucket = String(links["Output"]?.["name"])
    const copy = await s3.send(new GetObjectCommand({ Bucket, Key: detail.data.key }))
    expect(copy.ContentType).toBe("image/webp")
    s3.destroy()
  },
  10 * MINUTES,
)

it(
  "is gone without a trace when it is removed",
  async () => {
    const text = await changed(() => shell(root, `npx darkroom remove ${service} --yes`))
    expect(text).toMatch(new RegExp(String.raw`removed ${Service} and \d+ other resources`))
    expect(contentsOf(root)).toEqual(before)
  },
  3 * MINUTES,
)
