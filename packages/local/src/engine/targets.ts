import { AwsError } from "../aws/errors.ts"
import type { EventsService } from "../aws/events/events.ts"
import type { SnsService } from "../aws/sns/sns.ts"
import type { MessageAttributes, SqsService } from "../aws/sqs/sqs.ts"
import type { AsyncInvocations } from "../lambda/async-invocations.ts"

export interface TargetServices {
  readonly sqs: Pick<SqsService, "send">
  readonly sns: Pick<SnsService, "publish">
  readonly events: Pick<EventsService, "put">
  readonly invocations: Pick<AsyncInvocations, "invoke">
}

/** What a bus gets for a message that some other service sends to it. */
export interface BusEnvelope {
  readonly source: string
  readonly detailType: string
}

export interface TargetMessage {
  readonly arn: string
  readonly body: string
  /** For queues. */
  readonly attributes?: MessageAttributes
  /** For queues, functions and topics: X-Ray's header. */
  readonly trace?: string
  /** For topics. */
  readonly subject?: string
  /** For buses. */
  readonly envelope?: BusEnvelope
}

/** Hands a message to what an ARN names: a queue, a function (which is invoked asynchronously), a topic or a bus. Throws AwsError. */
export function sendTo({ sqs, sns, events, invocations }: TargetServices, message: TargetMessage): void {
  const { arn, body, subject, attributes = {}, trace, envelope = { source: "aws", detailType: "Message" } } = message
  const senders: Readonly<Record<string, () => unknown>> = {
    sqs: () => sqs.send(arn, { body, attributes, traceHeader: trace }),
    lambda: () => invocations.invoke(arn, body, trace),
    sns: () => sns.publish(arn, body, subject, trace),
    events: () => events.put([{ ...envelope, detail: JSON.parse(body) as object }], { bus: arn }),
  }
  const send = senders[arn.split(":")[2] ?? ""]
  if (send === undefined)
    throw new AwsError("ValidationException", `The offline engine does not deliver to ${arn}`, 501)
  send()
}
