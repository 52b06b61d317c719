/** Thrown when sst.config.ts cannot be evaluated; carries what SST printed. */
export class SynthFailed extends Error {
  override readonly name = "SynthFailed"
  constructor(root: string, output: string) {
    super(`sst.config.ts in ${root} could not be evaluated:\n${output.trim()}`)
  }
}

/** Thrown when SST's components cannot be installed. */
export class PlatformInstallFailed extends Error {
  override readonly name = "PlatformInstallFailed"
  constructor(output: string) {
    super(`SST's components could not be installed:\n${output.trim()}`)
  }
}

/** Thrown when a function did not answer within its timeout; the worker is killed. The message is Lambda's own. */
export class FunctionTimedOut extends Error {
  override readonly name = "FunctionTimedOut"
  constructor(requestId: string, seconds: number) {
    super(`${new Date().toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`)
  }
}

/** Thrown when a function's process ended while it was at work: killed, out of memory or crashed. */
export class FunctionCrashed extends Error {
  override readonly name = "FunctionCrashed"
  constructor(requestId: string, how: string) {
    super(`RequestId: ${requestId} Error: Runtime exited ${how}`)
  }
}

/** Thrown when an execution environment ended before an invocation reached it: nothing has begun, another one can take it. */
export class InvocationUndelivered extends Error {
  override readonly name = "InvocationUndelivered"
  constructor(requestId: string, options: ErrorOptions) {
    super(`RequestId: ${requestId} the execution environment was gone already`, options)
  }
}

/** Thrown when a handler threw; the name and message are the handler's. */
export class FunctionFailed extends Error {
  override readonly name = "FunctionFailed"
  constructor(error: { name: string; message: string; stack?: string }) {
    super(`${error.name}: ${error.message}`)
    if (error.stack !== undefined) this.stack = error.stack
  }
}

/** Thrown at the start for a policy that says more than the engine understands; half understood, it would allow or deny the wrong calls. */
export class UnsupportedPolicy extends Error {
  override readonly name = "UnsupportedPolicy"
  constructor(owner: string, what: string) {
    super(`The policy of ${owner} has ${what}, which the offline engine does not evaluate`)
  }
}

/** Thrown at the start for an event source mapping whose function may not read its queue, as AWS refuses to create one. */
export class MappingNotPermitted extends Error {
  override readonly name = "MappingNotPermitted"
  constructor(functionId: string, action: string, queueArn: string) {
    super(
      `The function ${functionId} does not have permissions to call ${action} on ${queueArn}: its mapping cannot start`,
    )
  }
}

/** Thrown when another engine runs from this checkout already. */
export class EngineRunning extends Error {
  override readonly name = "EngineRunning"
  constructor(url: string, pid: number) {
    super(`An engine runs from this checkout already: ${url} (process ${pid}). Stop it first, or use it.`)
  }
}

/** Thrown when no engine runs from this checkout. */
export class EngineNotRunning extends Error {
  override readonly name = "EngineNotRunning"
  constructor(root: string) {
    super(`No engine runs from ${root}. Start one with: npm start`)
  }
}
