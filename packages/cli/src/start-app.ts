import {
  announceEngine,
  type Denial,
  type Engine,
  FunctionFailed,
  type Graph,
  PAGE_PREFIX,
  refuseSecondEngine,
  REGION,
  startEngine,
  statusPage,
  synth,
  watchSources,
} from "@darkroom/local"
import { rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { functionLog } from "./function-log.ts"
import { galleryConfig, gallerySite } from "./gallery-site.ts"
import { openInBrowser } from "./open-in-browser.ts"
import { showSampleIfEmpty } from "./show-sample.ts"
import { checkoutRoot } from "./stage.ts"
import { stopOnSignal } from "./stop-on-signal.ts"

/** The folder of one engine's state, logs and caches; git ignores it. */
const STATE = ".darkroom"

export interface StartOptions {
  readonly port: number
  readonly fresh?: boolean
  /** Folder of another SST app's sst.config.ts; Darkroom itself where it is not given. */
  readonly app?: string
  /** Opens the gallery in a browser, where somebody sits at the terminal. */
  readonly open?: boolean
  /** What each operation of Rekognition takes in a second. Default: no limit. */
  readonly rekognitionTps?: number
  /** Ports by functions that a debugger is let into; 0 picks a free one. */
  readonly inspect?: ReadonlyMap<string, number>
}

/** Runs until it is interrupted. Throws EngineRunning, SynthFailed, PlatformInstallFailed. */
export async function startApp(options: StartOptions): Promise<void> {
  const { fresh = false, app: root = checkoutRoot, inspect = new Map(), open = true } = options
  const begun = performance.now()
  await refuseSecondEngine(root)
  const folder = join(root, STATE, "state")
  if (fresh) rmSync(folder, { recursive: true, force: true })
  const graph = await synth({ root, stage: "local", cache: join(root, STATE), log: say })
  checkInspected(graph, inspect)
  const engine = await startOn({ ...options, root, inspect }, graph, folder)
  const withdraw = announceEngine(root, engine.url, REGION, graph)
  const unwatch = watchSources(root, sourceFolders(root, graph), (file) => {
    say(`${file} changed: functions load it at their next event`)
    engine.recycle()
  })
  stopOnSignal(async () => {
    unwatch()
    await engine.close()
    withdraw()
  })
  await engine.warm()
  if (root === checkoutRoot) await showSampleIfEmpty(root)
  sayUnsupported(graph)
  sayInspected(engine)
  sayReady(engine, performance.now() - begun, root === checkoutRoot)
  if (open && galleryConfig(graph, engine.url)) openInBrowser(engine.url + PAGE_PREFIX)
}

/** Where the code of functions is: the folders of handlers, and the packages of a workspace. */
function sourceFolders(root: string, graph: Graph): string[] {
  const folders = graph.functions.map(({ handler }) => handler.split("/")[0] ?? "")
  return [...new Set([...folders, "packages"])].filter((folder) => isFolder(join(root, folder)))
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function checkInspected({ functions }: Graph, inspect: ReadonlyMap<string, number>): void {
  const known = functions.map(({ id }) => id)
  const unknown = [...inspect.keys()].find((id) => !known.includes(id))
  if (unknown !== undefined) throw new Error(`There is no function ${unknown}. There are: ${known.join(", ")}`)
}

interface StartOnOptions extends StartOptions {
  readonly root: string
  readonly inspect: ReadonlyMap<string, number>
}

async function startOn(
  { port, root, inspect, rekognitionTps }: StartOnOptions,
  graph: Graph,
  folder: string,
): Promise<Engine> {
  const log = functionLog(join(root, STATE, "logs"))
  const status = statusPage()
  let url = ""
  const gallery = await gallerySite(graph, join(root, STATE, "web"), { origin: () => url, log: say })
  try {
    const engine = await startEngine({
      graph,
      root,
      port,
      folder,
      page: (request, response) => void (gallery?.(request, response) || status.answer(request, response)),
      ...(rekognitionTps === undefined ? {} : { rekognition: { transactionsPerSecond: rekognitionTps } }),
      inspect: (id) => inspect.get(id),
      onLine: log,
      onError: sayError,
      onDenied: sayDenied,
    })
    url = engine.url
    status.show(engine)
    return engine
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error
    throw new Error(`Port ${port} is taken by another program. Choose one: npm start -- --port ${port + 1}`, {
      cause: error,
    })
  }
}

/** What an app waits for in vain is said before it does. */
function sayUnsupported({ unsupported }: Graph): void {
  for (const { type, name } of unsupported) say(`not run offline: ${name} (${type})`)
}

function sayInspected(engine: Engine): void {
  for (const { id, inspectPort } of engine.stats())
    if (inspectPort !== undefined) say(`a debugger finds ${id} at 127.0.0.1:${inspectPort}`)
}

const COMMANDS = [
  "  upload photos    npx darkroom upload <files and folders>",
  "  what happened    npx darkroom show <id>, npx darkroom trace <id>",
  "  function logs    npx darkroom logs --follow",
  "",
]

function sayReady(engine: Engine, milliseconds: number, own: boolean): void {
  const gallery = galleryConfig(engine.graph, engine.url)
    ? [`gallery ${engine.url}${PAGE_PREFIX} (any name logs in)`]
    : []
  const lines = [
    "",
    ...(own ? COMMANDS : []),
    ...gallery,
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
