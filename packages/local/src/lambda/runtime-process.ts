// The inside of a function's process: loads the handler once, then runs one invocation after the other.
import { flushCompileCache } from "node:module"
import { mapStacks } from "./bundles/mapped-stacks.ts"
import { loadHandler } from "./load-handler.ts"
import {
  END_OF_OUTPUT,
  type FromProcess,
  type HandlerError,
  MEMORY_POLL_MILLISECONDS,
  type ToProcess,
} from "./messages.ts"

const [file = "", exportName = "handler", root = ""] = process.argv.slice(2)

mapStacks()
const loading = loadHandler({ file, exportName, root })
// An error while loading belongs to the invocation that meets it, as on Lambda; the process stays.
loading.then(
  () => send({ type: "ready" }),
  () => send({ type: "ready" }),
)

function send(message: FromProcess): void {
  process.send?.(message)
}

function contextOf({ requestId, tenant, deadline, timeoutMilliseconds }: ToProcess): object {
  const environment = process.env
  return {
    functionName: environment["AWS_LAMBDA_FUNCTION_NAME"],
    functionVersion: "$LATEST",
    invokedFunctionArn: environment["DARKROOM_LOCAL_FUNCTION_ARN"],
    memoryLimitInMB: environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    awsRequestId: requestId,
    // https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-context.html
    ...(tenant === undefined ? {} : { tenantId: tenant }),
    logGroupName: environment["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: String(process.pid),
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => (deadline === undefined ? timeoutMilliseconds : Math.max(0, deadline - Date.now())),
  }
}

async function invoke(message: ToProcess): Promise<void> {
  // As Lambda's runtime does before each invocation: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
  process.env["_X_AMZN_TRACE_ID"] = message.trace
  const stopReporting = reportMemory()
  const base = { type: "result", requestId: message.requestId } as const
  try {
    const handler = await loading
    const result = await handler(message.event, contextOf(message))
    send({ ...base, result, maxMemory: maxMemory() })
  } catch (error) {
    send({ ...base, error: handlerError(error), maxMemory: maxMemory() })
  } finally {
    stopReporting()
    for (const stream of [process.stdout, process.stderr]) stream.write(`${END_OF_OUTPUT}\n`)
    setImmediate(keepCompiled)
  }
}

let isKept = false

/** Node writes what it has compiled at its exit, which a process that is killed does not come to: the next one starts in half the time. */
function keepCompiled(): void {
  if (!isKept) flushCompileCache()
  isKept = true
}

function handlerError(error: unknown): HandlerError {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) }
  const { name: errorName, message, stack } = error
  return { name: errorName, message, ...(stack ? { stack } : {}) }
}

/** On Linux the engine looks for itself. */
function reportMemory(): () => void {
  if (process.platform === "linux") return () => {}
  const report = () => send({ type: "memory", memory: Math.round(process.memoryUsage.rss() / 2 ** 20) })
  const timer = setInterval(report, MEMORY_POLL_MILLISECONDS)
  return () => clearInterval(timer)
}

/** Megabytes. */
function maxMemory(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

process.on("message", (message: ToProcess) => void invoke(message))
// Without the engine there is nobody to work for.
process.on("disconnect", () => process.exit())
// The engine decides when to stop: ctrl-C in a terminal reaches every process of the group.
process.on("SIGINT", () => {})
