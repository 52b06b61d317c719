import { functionsOf, mappingsOf, queuesOf, type Resources, withArn } from "./resources.ts"

/** Bytes. */
const ENVIRONMENT = 4_096

/** A function's environment has at most 4 KB. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export function environmentSizes(resources: Resources): string[] {
  return functionsOf(resources).flatMap(({ name, state }) => {
    const bytes = Buffer.byteLength(JSON.stringify(state.environment?.variables ?? {}))
    return bytes > ENVIRONMENT ? [`${name}: its environment has ${bytes} bytes, and Lambda takes ${ENVIRONMENT}`] : []
  })
}

/** A function runs for at most 900 seconds in 128 to 10,240 MB. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export function functionSizes(resources: Resources): string[] {
  return functionsOf(resources).flatMap(({ name, state: { timeout = 3, memorySize = 128 } }) => [
    ...(timeout > 900 ? [`${name}: its timeout of ${timeout} s is longer than 900 s`] : []),
    ...(memorySize < 128 || memorySize > 10_240 ? [`${name}: ${memorySize} MB of memory is not 128 to 10,240 MB`] : []),
  ])
}

/** Concurrent executions of an account in one Region, unless the account is new or has asked for more. */
const ACCOUNT_CONCURRENCY = 1_000
const UNRESERVED = 100

const reservingIn = (resources: Resources) =>
  functionsOf(resources).filter(({ state }) => (state.reservedConcurrentExecutions ?? -1) >= 0)

/** Reserved concurrency leaves 100 executions to other functions. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
export function reservedConcurrency(resources: Resources): string[] {
  const reserving = reservingIn(resources)
  const sum = reserving.reduce((total, { state }) => total + (state.reservedConcurrentExecutions ?? 0), 0)
  if (sum <= ACCOUNT_CONCURRENCY - UNRESERVED) return []
  const names = reserving.map(({ name }) => name).join(", ")
  return [`${names}: reserve ${sum} of ${ACCOUNT_CONCURRENCY} executions, and ${UNRESERVED} have to stay unreserved`]
}

/**
 * No function reserves concurrency: a new account has a lower quota, often under 100 executions, and refuses every reservation.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export function newAccountConcurrency(resources: Resources): string[] {
  return reservingIn(resources).map(({ name }) => `${name}: reserves concurrency, which a new account refuses`)
}

/** An event source mapping's maximum concurrency is 2 to 1,000. https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html */
export function mappingConcurrency(resources: Resources): string[] {
  return mappingsOf(resources).flatMap(({ name, state }) => {
    const most = state.scalingConfig?.maximumConcurrency
    return most === undefined || (most >= 2 && most <= 1_000)
      ? []
      : [`${name}: a maximum concurrency of ${most} is not 2 to 1,000`]
  })
}

/**
 * A function's mappings together do not exceed its reserved concurrency, or SQS messages are throttled until they become dead letters.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export function concurrencyWithinReservation(resources: Resources): string[] {
  return functionsOf(resources).flatMap(({ name, state }) => {
    const reserved = state.reservedConcurrentExecutions ?? -1
    if (reserved < 0) return []
    const sum = mappingsOf(resources)
      .filter((mapping) => mapping.state.functionName === state.arn)
      .reduce((total, mapping) => total + (mapping.state.scalingConfig?.maximumConcurrency ?? Infinity), 0)
    return sum > reserved ? [`${name}: its queues may start ${sum} executions, and it reserves ${reserved}`] : []
  })
}

/**
 * A queue hides a message for six times the function's timeout, and for the batching window.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function visibilityTimeouts(resources: Resources): string[] {
  return mappingsOf(resources).flatMap(({ state }) => {
    const queue = withArn(queuesOf(resources), state.eventSourceArn)
    const reader = withArn(functionsOf(resources), state.functionName)
    if (!queue || !reader) return []
    const { visibilityTimeoutSeconds: hidden = 30 } = queue.state
    const needed = 6 * (reader.state.timeout ?? 3) + (state.maximumBatchingWindowInSeconds ?? 0)
    return hidden < needed
      ? [`${queue.name}: a visibility timeout of ${hidden} s is shorter than the ${needed} s that ${reader.name} needs`]
      : []
  })
}

/** A batch reports its failed messages, or one failure returns all of them. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export function partialResponses(resources: Resources): string[] {
  return mappingsOf(resources).flatMap(({ name, state }) =>
    state.functionResponseTypes?.includes("ReportBatchItemFailures") ? [] : [`${name}: reports no failed messages`],
  )
}
