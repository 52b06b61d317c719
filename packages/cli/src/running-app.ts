import {
  announceEngine,
  type Denial,
  type Engine,
  FunctionFailed,
  type Graph,
  REGION,
  startEngine,
  statusPage,
} from "@darkroom/local"
import { createRecogniser } from "@darkroom/vision"
import { join } from "node:path"
import { functionLog } from "./function-log.ts"
import { gallerySite } from "./gallery-site.ts"
import { graphDifference } from "./graph-difference.ts"

export interface RunningAppOptions {
  /** Folder of sst.config.ts. */
  readonly root: string
  /** Folder of the state, logs and caches. */
  readonly folder: string
  readonly port: number
  readonly rekognitionTps?: number | undefined
  /** How long a function's process waits for its next invocation. */
  readonly idleSeconds?: number | undefined
  /** Ports by functions that a debugger is let into; 0 picks a free one. */
  readonly inspect: ReadonlyMap<string, number>
  /** What sst.config.ts says now. Throws SynthFailed. */
  readonly synth: () => Promise<Graph>
  readonly say: (line: string) => void
  readonly complain: (line: string) => void
}

/** An app that takes in what changes in its code while it runs. */
export interface RunningApp {
  /** The engine that runs now. */
  engine(): Engine
  /** Loads the recogniser's models before the first photo needs them. Never rejects. */
  warm(): Promise<void>
  /** Has functions load new code, and where the stacks say something else now, runs that. Rejects never; resolves when it runs. */
  change(file: string): Promise<void>
  close(): Promise<void>
}

/** Starts the app of the graph. Throws what startEngine throws, and an error that says so where the port is taken. */
export async function runApp(options: RunningAppOptions, graph: Graph): Promise<RunningApp> {
  const { root, say, complain } = options
  const recogniser = createRecogniser()
  const status = statusPage()
  const log = functionLog(join(options.folder, "logs"))
  let withdraw = () => {}

  async function start(next: Graph, port: number): Promise<Engine> {
    let url = ""
    const gallery = await gallerySite(next, join(options.folder, "web"), { origin: () => url, log: say })
    const { rekognitionTps, idleSeconds, inspect } = options
    const started = await startEngine({
      graph: next,
      root,
      port,
      folder: join(options.folder, "state"),
      bundles: join(options.folder, "bundles"),
      recogniser,
      page: (request, response) => void (gallery?.(request, response) || status.answer(request, response)),
      ...(rekognitionTps === undefined ? {} : { rekognition: { transactionsPerSecond: rekognitionTps } }),
      ...(idleSeconds === undefined ? {} : { idleSeconds }),
      inspect: (id) => inspect.get(id),
      onLine: log,
      onError: (functionId, error) => complain(`${functionId}: ${errorText(error)}`),
      onDenied: (denial) => complain(deniedText(denial)),
    })
    url = started.url
    status.show(started)
    withdraw = announceEngine(root, url, REGION, next)
    return started
  }

  let engine = await start(graph, options.port).catch(async (error: unknown) => {
    await recogniser.close()
    throw portTaken(error, options.port)
  })
  let changing = Promise.resolve()
  let isDue = false
  let isOver = false

  async function takeIn(): Promise<void> {
    if (!isDue || isOver) return
    isDue = false
    const before = engine.graph
    const after = await options.synth().catch((error: unknown) => {
      complain(`${errorText(error)}\nWhat ran before goes on.`)
      return before
    })
    const difference = graphDifference(before, after)
    if (difference !== "" && !isOver) await restart(before, after, difference)
  }

  async function restart(before: Graph, after: Graph, difference: string): Promise<void> {
    const begun = performance.now()
    const port = Number(new URL(engine.url).port)
    await engine.close()
    engine = await start(after, port).catch((error: unknown) => {
      complain(`${errorText(error)}\nWhat ran before goes on.`)
      return start(before, port)
    })
    if (engine.graph === before) return
    say(`the app has changed and runs again after ${((performance.now() - begun) / 1000).toFixed(1)} s: ${difference}`)
  }

  return {
    engine: () => engine,
    // If the models cannot be loaded, the first photo fails with the same error.
    warm: () => recogniser.warm().catch(() => {}),
    change(file) {
      say(`${file} changed: functions load new code at their next event`)
      engine.recycle()
      isDue = true
      changing = changing.then(takeIn).catch((error: unknown) => complain(errorText(error)))
      return changing
    },
    async close() {
      isOver = true
      await changing
      await engine.close()
      await recogniser.close()
      withdraw()
    },
  }
}

function portTaken(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") return error
  return new Error(`Port ${port} is taken by another program. Choose one: npm start -- --port ${port + 1}`, {
    cause: error,
  })
}

function errorText(error: unknown): string {
  return error instanceof FunctionFailed ? String(error.stack) : String((error as Error).message)
}

/** On AWS the same call would fail the same way: the stacks do not grant it. */
function deniedText({ functionId, action, resource }: Denial): string {
  return `${functionId} may not ${action} on ${resource}: grant it in stacks/, where the function is`
}
