// The inside of a function's process: loads the handler once, then runs one invocation after the other.
import { pathToFileURL } from "node:url"
import type { FromProcess, ToProcess } from "./messages.ts"

type Handler = (event: unknown, context: object) => Promise<unknown>

const [file = "", name = "handler"] = process.argv.slice(2)

const loading = import(pathToFileURL(file).href).then((module: Record<string, unknown>) => {
  if (typeof module[name] !== "function") throw new Error(`${file} exports no function "${name}"`)
  return module[name] as Handler
})
// An error while loading belongs to the invocation that meets it, as on Lambda; the process stays.
loading.then(
  () => send({ type: "ready" }),
  () => send({ type: "ready" }),
)

function send(message: FromProcess): void {
  process.send?.(message)
}

function contextOf({ requestId, deadline }: ToProcess): object {
  const environment = process.env
  return {
    functionName: environment["AWS_LAMBDA_FUNCTION_NAME"],
    functionVersion: "$LATEST",
    invokedFunctionArn: environment["DARKROOM_LOCAL_FUNCTION_ARN"],
    memoryLimitInMB: environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    awsRequestId: requestId,
    logGroupName: environment["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: String(process.pid),
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
}

async function invoke(message: ToProcess): Promise<void> {
  const base = { type: "result", requestId: message.requestId } as const
  try {
    const handler = await loading
    const result = await handler(message.event, contextOf(message))
    send({ ...base, result, maxMemory: maxMemory() })
  } catch (error) {
    const { name: errorName, message: text, stack } = error instanceof Error ? error : new Error(String(error))
    send({ ...base, error: { name: errorName, message: text, ...(stack ? { stack } : {}) }, maxMemory: maxMemory() })
  }
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
