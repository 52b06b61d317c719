import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { expect, it, onTestFinished } from "vitest"
import { testFunction, type TestFunction } from "./testing.ts"

/** The third line is where the test stops. */
const source = `interface Order { readonly amount: number }
export const handler = async (order: Order): Promise<number> => {
  const doubled: number = order.amount * 2
  console.log("amount", doubled)
  return doubled
}
`

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Record<string, unknown>
  readonly result?: Record<string, unknown>
}

interface Frame {
  readonly callFrameId: string
  readonly location: { readonly scriptId: string; readonly lineNumber: number }
}

/** A debugger at the port. */
async function attach(port: number) {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(target!.webSocketDebuggerUrl)
  onTestFinished(() => socket.close())
  await new Promise((resolve) => socket.addEventListener("open", resolve))
  const received: Message[] = []
  const waiting: { wanted: (message: Message) => boolean; resolve: (message: Message) => void }[] = []
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message
    received.push(message)
    waiting.filter(({ wanted }) => wanted(message)).forEach(({ resolve }) => resolve(message))
  })
  const next = (wanted: (message: Message) => boolean) =>
    new Promise<Message>((resolve) => {
      const there = received.find(wanted)
      if (there) resolve(there)
      else waiting.push({ wanted, resolve })
    })
  let id = 0
  return {
    next,
    send: async (method: string, params: object = {}) => {
      const own = ++id
      socket.send(JSON.stringify({ id: own, method, params }))
      return (await next((message) => message.id === own)).result ?? {}
    },
  }
}

/** Stops the next invocation at the third line of the handler; gives what it answers after it went on. */
async function stopAtThirdLine({ runner, root }: TestFunction) {
  const debuggerOf = await attach(runner.stats().inspectPort ?? 0)
  await debuggerOf.send("Debugger.enable")
  const url = pathToFileURL(join(root, "handler.ts")).href
  await debuggerOf.send("Debugger.setBreakpointByUrl", { url, lineNumber: 2 })
  const answer = runner.invoke({ amount: 21 }, { requestId: "r" })
  const { params } = await debuggerOf.next(({ method }) => method === "Debugger.paused")
  const [frame] = (params as { callFrames: Frame[] }).callFrames
  const isScript = ({ method, params: script }: Message) =>
    method === "Debugger.scriptParsed" && script?.["scriptId"] === frame!.location.scriptId
  const { params: script } = await debuggerOf.next(isScript)
  const { result } = await debuggerOf.send("Debugger.evaluateOnCallFrame", {
    callFrameId: frame!.callFrameId,
    expression: "order.amount",
  })
  await debuggerOf.send("Debugger.resume")
  const { value: amount } = result as { value: number }
  return { url, stoppedIn: script?.["url"], line: frame!.location.lineNumber, amount, answer: await answer }
}

it("stops an invocation at a line of its TypeScript, also for longer than the function's timeout", async () => {
  const inspected = testFunction(source, { timeout: 0.001 }, { inspect: () => 0 })
  await inspected.runner.warm()
  const { url, ...stopped } = await stopAtThirdLine(inspected)
  expect(stopped).toEqual({ stoppedIn: url, line: 2, amount: 21, answer: 42 })
  expect(inspected.lines).toEqual([{ line: "amount 42", stream: "stdout", requestId: "r" }])
  expect(inspected.records).toMatchObject([{ status: "ok" }])
})

it("has one environment of an inspected function, at the same port also after new code", async () => {
  const inspected = testFunction(source, {}, { inspect: (id) => (id === "Worker" ? 0 : undefined), concurrency: 4 })
  const { runner, root } = inspected
  expect(await Promise.all([1, 2, 3].map((amount) => runner.invoke({ amount })))).toEqual([2, 4, 6])
  const { inspectPort, coldStarts } = runner.stats()
  expect(coldStarts).toBe(1)
  writeFileSync(join(root, "handler.ts"), source.replace("* 2", "* 3"))
  runner.recycle()
  expect(await runner.invoke({ amount: 1 })).toBe(3)
  expect(runner.stats()).toMatchObject({ inspectPort, coldStarts: 2 })
  expect((await fetch(`http://127.0.0.1:${inspectPort}/json/version`)).status).toBe(200)
})

it("leaves the other functions alone", async () => {
  const { runner } = testFunction(source, {}, { inspect: () => undefined })
  expect(await runner.invoke({ amount: 1 })).toBe(2)
  expect(runner.stats()).not.toHaveProperty("inspectPort")
})
