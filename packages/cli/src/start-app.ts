import { type Engine, type Graph, PAGE_PREFIX, refuseSecondEngine, synth, watchSources } from "@darkroom/local"
import { rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { galleryConfig } from "./gallery-site.ts"
import { keepPrivate } from "./keep-private.ts"
import { openInBrowser } from "./open-in-browser.ts"
import { runApp } from "./running-app.ts"
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
  /** Seconds that a function's process waits for its next invocation. Default: 60. */
  readonly idle?: number
  /** Ports by functions that a debugger is let into; 0 picks a free one. */
  readonly inspect?: ReadonlyMap<string, number>
}

/** Runs until it is interrupted, and takes in what changes in the app's code. Throws EngineRunning, SynthFailed, PlatformInstallFailed. */
export async function startApp(options: StartOptions): Promise<void> {
  const { fresh = false, app: root = checkoutRoot, inspect = new Map(), open = true } = options
  const begun = performance.now()
  await refuseSecondEngine(root)
  const folder = join(root, STATE)
  keepPrivate(folder)
  if (fresh) rmSync(join(folder, "state"), { recursive: true, force: true })
  const evaluate = () => synth({ root, stage: "local", cache: folder, log: say })
  const graph = await evaluate()
  checkInspected(graph, inspect)
  const { port, rekognitionTps, idle: idleSeconds } = options
  const app = await runApp(
    { root, folder, port, rekognitionTps, idleSeconds, inspect, synth: evaluate, say, complain },
    graph,
  )
  const unwatch = watchSources(root, sourceFolders(root, graph), (file) => void app.change(file))
  stopOnSignal(async () => {
    unwatch()
    await app.close()
  })
  // A debugger finds them before their first invocation.
  await app.engine().warm([...inspect.keys()])
  if (root === checkoutRoot) await showSampleIfEmpty(root)
  sayUnsupported(graph)
  sayInspected(app.engine())
  sayReady(app.engine(), performance.now() - begun, root === checkoutRoot)
  void app.warm()
  if (open && galleryConfig(graph, app.engine().url)) openInBrowser(app.engine().url + PAGE_PREFIX)
}

/** Where an app's code is: the folders of handlers, the stacks, and the packages of a workspace. */
function sourceFolders(root: string, graph: Graph): string[] {
  const folders = graph.functions.map(({ handler }) => handler.split("/")[0] ?? "")
  return [...new Set([...folders, "packages", "stacks"])].filter((folder) => isFolder(join(root, folder)))
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function checkInspected({ functions }: Graph, inspect: ReadonlyMap<string, number>): void {
  const known = functions.map(({ id }) => id)
  const unknown = [...inspect.keys()].find((id) => !known.includes(id))
  if (unknown !== undefined) throw new Error(`There is no function ${unknown}. There are: ${known.join(", ")}`)
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

function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}
