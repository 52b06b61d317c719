/** Thrown when a function's process had more memory than the function's `memory` and was killed for it. */
export class FunctionOutOfMemory extends Error {
  override readonly name = "FunctionOutOfMemory"
  constructor(requestId: string, usedMegabytes: number, limitMegabytes: number) {
    super(
      `RequestId: ${requestId} Error: Runtime exited with error: signal: killed (out of memory: ${usedMegabytes} MB used of ${limitMegabytes} MB)`,
    )
  }
}

/** Thrown in place of an invocation of a function that feeds itself. */
export class RecursiveLoop extends Error {
  override readonly name = "RecursiveLoop"
  constructor(functionId: string) {
    super(
      `${functionId} was invoked 16 times in one chain of messages, so Lambda would stop the loop here. ` +
        "Do not send to what feeds the function; what waits there goes to the dead-letter queue, or is dropped. " +
        "https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
    )
  }
}

/** Thrown for an invocation that does not wait when the function's reserved concurrency is used up. */
export class FunctionThrottled extends Error {
  override readonly name = "FunctionThrottled"
  constructor(functionId: string, reservedConcurrency: number) {
    super(`The function ${functionId} is at its reserved concurrency of ${reservedConcurrency}`)
  }
}
