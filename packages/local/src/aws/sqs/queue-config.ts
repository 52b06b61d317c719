/** A standard queue. Times are in seconds. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export interface QueueConfig {
  readonly name: string
  readonly arn: string
  /** Where it is not set, the URL is the address that the caller used, the account and the name. */
  readonly url?: string
  readonly visibilityTimeout: number
  readonly retention: number
  readonly delay: number
  /** How long a ReceiveMessage waits that does not say so itself. */
  readonly receiveWait: number
  readonly redrive?: RedrivePolicy
  /** The resource policy's document, for those who ask; who may send is not decided here. */
  readonly policy?: unknown
}

export interface RedrivePolicy {
  readonly deadLetterArn: string
  readonly maxReceiveCount: number
}

/** Throws on queues that the engine could not serve: a silent half of a queue would lose messages. */
export function checkQueues(queues: readonly QueueConfig[]): void {
  const arns = new Set(queues.map(({ arn }) => arn))
  for (const { name, redrive } of queues) {
    if (name.endsWith(".fifo")) throw new Error(`The offline engine has no FIFO queues: ${name}`)
    if (redrive && !arns.has(redrive.deadLetterArn)) {
      throw new Error(`The dead-letter queue of ${name} does not exist: ${redrive.deadLetterArn}`)
    }
  }
}
