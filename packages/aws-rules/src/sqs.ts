import { all, mappingsOf, type QueueState, queuesOf, type Resource, type Resources, withArn } from "./resources.ts"

interface Redrive {
  readonly deadLetterTargetArn: string
  readonly maxReceiveCount: number
}

interface Pair {
  readonly queue: Resource<QueueState>
  readonly dead: Resource<QueueState> | undefined
  readonly redrive: Redrive
}

function redriven(resources: Resources): Pair[] {
  const queues = queuesOf(resources)
  return queues.flatMap((queue) => {
    if (!queue.state.redrivePolicy) return []
    const redrive = JSON.parse(queue.state.redrivePolicy) as Redrive
    return [{ queue, dead: withArn(queues, redrive.deadLetterTargetArn), redrive }]
  })
}

/**
 * A queue that Lambda reads gives a message up after five receives or more: throttling counts as a receive, too.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function receiveCounts(resources: Resources): string[] {
  const read = new Set(mappingsOf(resources).map(({ state }) => state.eventSourceArn))
  return redriven(resources).flatMap(({ queue, redrive: { maxReceiveCount } }) => {
    if (!read.has(queue.state.arn)) return []
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue.html: 1,000 at most
    const fine = maxReceiveCount >= 5 && maxReceiveCount <= 1_000
    return fine ? [] : [`${queue.name}: a maxReceiveCount of ${maxReceiveCount} is not 5 to 1,000`]
  })
}

/**
 * A dead-letter queue is of its source's type.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue.html
 */
export function deadLetterTypes(resources: Resources): string[] {
  return redriven(resources).flatMap(({ queue, dead, redrive }) => {
    if (!dead) return [`${queue.name}: its dead-letter queue ${redrive.deadLetterTargetArn} is not in the stage`]
    const kindOf = ({ state }: Resource<QueueState>) => (state.fifoQueue ? "FIFO" : "standard")
    return kindOf(queue) === kindOf(dead)
      ? []
      : [`${queue.name}: is ${kindOf(queue)}, and ${dead.name} is ${kindOf(dead)}`]
  })
}

const DEFAULT_RETENTION = 345_600

/**
 * A standard dead-letter queue keeps a message as long as its source does, or longer: the time in the source counts.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html
 */
export function deadLetterRetention(resources: Resources): string[] {
  return redriven(resources).flatMap(({ queue, dead }) => {
    const [kept, keptDead] = [queue, dead].map((each) => each?.state.messageRetentionSeconds ?? DEFAULT_RETENTION)
    return dead && keptDead! < kept!
      ? [`${dead.name}: keeps messages for ${keptDead} s, and ${queue.name} for ${kept} s`]
      : []
  })
}

/** A queue that Lambda reads has a dead-letter queue, unless it is one. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export function deadLetterQueues(resources: Resources): string[] {
  const read = new Set(mappingsOf(resources).map(({ state }) => state.eventSourceArn))
  const targets = all<{ deadLetterConfig?: { arn?: string } }>(resources, "cloudwatch/eventTarget")
  const dead = new Set([
    ...redriven(resources).map(({ redrive }) => redrive.deadLetterTargetArn),
    ...targets.map(({ state }) => state.deadLetterConfig?.arn),
  ])
  return queuesOf(resources).flatMap(({ name, state }) =>
    read.has(state.arn) && !dead.has(state.arn) && !state.redrivePolicy ? [`${name}: has no dead-letter queue`] : [],
  )
}
