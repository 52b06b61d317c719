/** Thrown when a function's process had more memory than the function's `memory` and was killed for it. */
export class FunctionOutOfMemory extends Error {
  override readonly name = "FunctionOutOfMemory"
  constructor(requestId: string, usedMegabytes: number, limitMegabytes: number) {
    super(
      `RequestId: ${requestId} Error: Runtime exited with error: signal: killed (out of memory: ${usedMegabytes} MB used of ${limitMegabytes} MB)`,
    )
  }
}

/** Thrown instead of an invocation that would continue a recursive loop. */
export class RecursiveLoop extends Error {
  override readonly name = "RecursiveLoop"
  constructor(functionId: string, invocations: number) {
    super(
      `${functionId} is in a recursive loop: it was invoked ${invocations} times in one chain of requests, so Lambda ` +
        "does not invoke it again. Do not write to what invokes the function, or allow the loop with " +
        "aws.lambda.FunctionRecursionConfig. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
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
