import {
  announceEngine,
  type Denial,
  type Engine,
  FunctionFailed,
  type Graph,
  refuseSecondEngine,
  REGION,
  startEngine,
  statusPage,
  synth,
  watchSources,
} from "@darkroom/local"
import { ListObjectsV2Command } from "@aws-sdk/client-s3"
import { sampleImagePath } from "@darkroom/vision"
import { rmSync } from "node:fs"
import { basename, join } from "node:path"
import { functionLog } from "./function-log.ts"
import { renderTable } from "./render-table.ts"
import { renderTrace } from "./render-trace.ts"
import { checkoutRoot, openStage, type Stage } from "./stage.ts"
import { colorsFor, widthOf } from "./text.ts"
import { uploadFiles } from "./upload-files.ts"

/** The folder of one engine's state, logs and caches; git ignores it. */
const STATE = ".darkroom"
/** Where the code of functions is. */
const SOURCES = ["services", "packages"]

export interface StartOptions {
  readonly port: number
  readonly fresh?: boolean
}

/** Runs until it is interrupted. Throws EngineRunning, SynthFailed, PlatformInstallFailed. */
export async function startApp({ port, fresh = false }: StartOptions, root = checkoutRoot): Promise<void> {
  const begun = performance.now()
  await refuseSecondEngine(root)
  const folder = join(root, STATE, "state")
  if (fresh) rmSync(folder, { recursive: true, force: true })
  const graph = await synth({ root, stage: "local", cache: join(root, STATE), log: say })
  const engine = await startOn(port, graph, root, folder)
  const withdraw = announceEngine(root, engine.url, REGION, graph)
  const unwatch = watchSources(root, SOURCES, (file) => {
    say(`${file} changed: functions load it at their next event`)
    engine.recycle()
  })
  stopOnSignal(async () => {
    unwatch()
    await engine.close()
    withdraw()
  })
  await engine.warm()
  await showSampleIfEmpty(root)
  sayReady(engine, performance.now() - begun)
}

async function startOn(port: number, graph: Graph, root: string, folder: string): Promise<Engine> {
  const log = functionLog(join(root, STATE, "logs"))
  const status = statusPage()
  try {
    const engine = await startEngine({
      graph,
      root,
      port,
      folder,
      page: status.answer,
      onLine: log,
      onError: sayError,
      onDenied: sayDenied,
    })
    status.show(engine)
    return engine
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error
    throw new Error(`Port ${port} is taken by another program. Choose one: npm start -- --port ${port + 1}`, {
      cause: error,
    })
  }
}

/** What the app is for, shown where there are no photos yet on the one that the recogniser's package ships. */
async function showSampleIfEmpty(root: string): Promise<void> {
  const stage = await openStage(root)
  try {
    const { KeyCount = 0 } = await stage.s3.send(new ListObjectsV2Command({ Bucket: stage.bucket, MaxKeys: 1 }))
    if (KeyCount === 0) await showSample(stage)
  } finally {
    stage.close()
  }
}

async function showSample(stage: Stage): Promise<void> {
  say("nothing is stored yet: a sample photo goes through the whole pipeline")
  const [record] = await uploadFiles(stage, [sampleImagePath()], { concurrency: 1, timeoutSeconds: 60 })
  if (record === undefined) return
  const colors = colorsFor(process.stdout)
  const shown = { ...record, file: basename(record.file) }
  process.stdout.write(`\n${renderTable([shown], { width: widthOf(process.stdout), colors })}\n`)
  const entry = record.imageId === null ? undefined : await stage.catalog.entry(record.imageId)
  if (entry) process.stdout.write(`\n${renderTrace(entry, { colors })}\n`)
}

function sayReady(engine: Engine, milliseconds: number): void {
  const lines = [
    "",
    `  upload photos    npx darkroom upload <files and folders>`,
    `  what happened    npx darkroom show <id>, npx darkroom trace <id>`,
    `  function logs    ${STATE}/logs/`,
    "",
    `ready in ${(milliseconds / 1000).toFixed(1)} s: AWS endpoint ${engine.url}  status ${engine.url}/`,
  ]
  process.stdout.write(`${lines.join("\n")}\n`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function sayError(functionId: string, error: unknown): void {
  const text = error instanceof FunctionFailed ? error.stack : String((error as Error).message)
  process.stderr.write(`${functionId}: ${text}\n`)
}

/** On AWS the same call would fail the same way: the stacks do not grant it. */
function sayDenied({ functionId, action, resource }: Denial): void {
  process.stderr.write(`${functionId} may not ${action} on ${resource}: grant it in stacks/, where the function is\n`)
}

/** The second signal does not wait. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const end = () => {
    if (stopping) process.exit(130)
    stopping = true
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end)
  onOrphaned(end)
}

/** npm and the node wrapper in node_modules/.bin pass no signal on: when they are killed, this process has another parent. */
function onOrphaned(end: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    end()
  }, 500)
}
