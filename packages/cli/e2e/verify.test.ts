import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest"
import { type App, appGraph, type Mutable, root, startApp } from "../../local/e2e/harness.ts"
import { galleryUser } from "../../local/e2e/gallery-user.ts"
import { announceEngine, type Graph, statusPage } from "../../local/src/index.ts"
import { verify } from "../src/commands/verify.ts"
import { gallerySite } from "../src/gallery-site.ts"
import { sink } from "../src/test-fixtures.ts"
import type { Check } from "../src/verify/checklist.ts"
import { documentedCommands } from "./documented.ts"
import { fakeCognito } from "./fake-cognito.ts"
import { stageOf } from "./stage-of.ts"

/** The app with its page, as `npm start` runs it. */
async function startWithPage(change?: (graph: Mutable<Graph>) => void): Promise<App> {
  const graph = await appGraph(change)
  let origin = ""
  const site = await gallerySite(graph, join(root, ".darkroom/stories-web"), { origin: () => origin, log: () => {} })
  const status = statusPage()
  const app = await startApp({
    graph,
    page: (request, response) => void (site?.(request, response) || status.answer(request, response)),
  })
  origin = app.engine.url
  status.show(app.engine)
  return app
}

/** The command in a process of its own. */
async function run(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [join(root, "packages/cli/src/main.ts"), ...args], {
    env: { ...process.env, NO_COLOR: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
  return { code: code as number | null, said: said + complained }
}

async function verified(app: App, signal = new AbortController().signal) {
  const stdout = sink()
  const stage = await stageOf(app)
  const io = { stdout: stdout.stream, stderr: sink().stream, open: async () => stage, confirm: async () => undefined }
  const code = await verify({ timeout: 30, json: true }, io, { signal, release: () => {} })
  const checks = JSON.parse(stdout.text()) as Check[]
  return { code, checks, named: (name: string) => checks.find(({ check }) => check === name) }
}

let app: App
let folder: string
beforeAll(async () => {
  app = await startWithPage()
  folder = mkdtempSync(join(tmpdir(), "darkroom-verify-"))
}, 120_000)
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

it("passes as it is documented, and leaves nothing behind", async () => {
  const commands = documentedCommands(root).filter(({ command }) => command.startsWith("npx darkroom verify"))
  expect(commands.length).toBeGreaterThan(0)
  onTestFinished(announceEngine(folder, app.engine.url, "us-east-1", app.engine.graph))
  for (const { command } of commands.filter((each) => !each.command.includes("--stage"))) {
    const { code, said } = await run(command.split(" ").slice(2), { DARKROOM_CHECKOUT: folder })
    expect([code, said], said).toEqual([0, expect.stringMatching(/^\d+ checks passed\.$/m)])
  }
  expect(await app.keys("private/")).toEqual([])
})

it("passes on a stage on AWS, with a user of its own that it removes", async () => {
  const { url, graph } = app.engine
  const { tokens } = await galleryUser(app.engine, "Vera")
  const cognito = await fakeCognito(graph.userPools[0]!.poolId, tokens.access_token)
  onTestFinished(() => cognito.close())
  const own = { App: { name: "darkroom", stage: "production" }, Page: { url: `${url}/gallery` } }
  const links = Object.entries({ ...graph.links, ...own })
  const { code, said } = await run(["verify", "--stage", "production"], {
    ...Object.fromEntries(links.map(([name, link]) => [`SST_RESOURCE_${name}`, JSON.stringify(link)])),
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: cognito.url,
  })
  expect(code, said).toBe(0)
  expect(said).toMatch(/clean-up +passed .*deleted 2 photos and darkroom-verify-.*@example\.com/)
  expect(cognito.users.size).toBe(0)
  expect(cognito.calls.filter((call) => call === "FilterLogEvents")).toHaveLength(graph.functions.length)
  expect(await app.keys("private/")).toEqual([])
})

it("deletes what it made when it is interrupted", async () => {
  const interrupted = new AbortController()
  app.engine.events.onEvent(({ event }) => {
    if (event["detail-type"] === "ImageUploaded") interrupted.abort()
  })
  const { code, named } = await verified(app, interrupted.signal)
  expect(code).toBe(130)
  expect(named("permissions")).toMatchObject({ result: "skipped", detail: "interrupted" })
  expect(named("clean-up")).toMatchObject({ result: "passed" })
  expect(await app.keys("private/")).toEqual([])
})

it("names the permission that a service lacks, and deletes what it made", async () => {
  const failing = await startWithPage(({ functions }) => {
    for (const statement of functions.find(({ id }) => id === "Thumbnail")?.statements ?? [])
      statement.actions = statement.actions.filter((action) => action !== "s3:PutObject")
  })
  onTestFinished(() => failing.close())
  const { code, named } = await verified(failing)
  expect(code).toBe(1)
  const denied = `Thumbnail may not s3:PutObject on arn:aws:s3:::${failing.photos}/private/`
  expect(named("permissions")?.miss?.found).toContain(denied)
  expect(named("sample.jpg processed")?.miss).toMatchObject({
    expected: "sample.jpg to be processed",
    found: expect.stringMatching(/thumbnail waiting.*Thumbnail may not s3:PutObject/),
    next: "stacks/, where Thumbnail is: what it is granted",
  })
  expect(named("renditions")).toMatchObject({ result: "skipped", detail: "needs: sample.jpg processed" })
  expect(named("broken.jpg rejected")).toMatchObject({ result: "passed" })
  expect(named("clean-up")).toMatchObject({ result: "passed" })
  expect(await failing.keys("private/")).toEqual([])
})

it("finds that people cannot sign in", async () => {
  const closed = await startWithPage(({ userPools }) => {
    for (const client of userPools.flatMap(({ clients }) => clients)) client.withoutStyle = true
  })
  onTestFinished(() => closed.close())
  const { code, named } = await verified(closed)
  expect(code).toBe(1)
  expect(named("sign-in page")?.miss?.found).toMatch(/status 403, ".*Login pages unavailable/)
  expect(named("config.json")).toMatchObject({ result: "passed" })
})
