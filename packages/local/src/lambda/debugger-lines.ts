const LISTENING = /^Debugger listening on ws:\/\/[^/]+:(\d+)\//
const NOISE =
  /^(Debugger attached\.|Debugger ending on ws:|For help, see: https:\/\/nodejs\.org|Waiting for the debugger)/

const REFUSED = /^Starting inspector on .+ failed/

/** True for what Node prints when another process has the port; the function runs without a debugger then. */
export function isDebuggerRefusal(line: string): boolean {
  return REFUSED.test(line)
}

/** The port that Node says a debugger finds it at. */
export function debuggerPort(line: string): number | undefined {
  const port = LISTENING.exec(line)?.[1]
  return port === undefined ? undefined : Number(port)
}

/** True for what Node's inspector prints, which is no output of the function. */
export function isDebuggerLine(line: string): boolean {
  return LISTENING.test(line) || NOISE.test(line)
}
