import {
  DeleteRuleCommand,
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge"
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs"
import { randomUUID } from "node:crypto"
import { parseBusEvent } from "./bus-event.ts"
import type { EventSource } from "./event-source.ts"

interface Clients {
  readonly sqs: Pick<SQSClient, "send">
  readonly eventBridge: Pick<EventBridgeClient, "send">
}

interface Tap {
  readonly name: string
  readonly queueUrl: string
}

/** Seconds that a forgotten tap's queue keeps events. */
const KEPT = 300
const POLL_SECONDS = 5

/**
 * Events of a bus on AWS, by a rule and a queue that are made for as long as somebody looks, and removed then. Nothing remembers what
 * passed by before: the archive can only be replayed. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
 */
export function tappedEvents(bus: string, clients: Clients): EventSource {
  return {
    async *tail(signal) {
      const tap = await open(bus, clients)
      try {
        while (!signal.aborted) yield* await take(tap, clients)
      } finally {
        await close(bus, tap, clients)
      }
    },
    latest: async () => undefined,
  }
}

async function open(bus: string, clients: Clients): Promise<Tap> {
  const { sqs, eventBridge } = clients
  const name = `darkroom-tail-${randomUUID()}`
  const Attributes = { MessageRetentionPeriod: String(KEPT) }
  const { QueueUrl: queueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }))
  const tap = { name, queueUrl }
  try {
    const asked = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] })
    const Arn = (await sqs.send(asked)).Attributes?.["QueueArn"]
    const EventPattern = JSON.stringify({ source: [{ prefix: "darkroom." }] })
    const { RuleArn } = await eventBridge.send(new PutRuleCommand({ Name: name, EventBusName: bus, EventPattern }))
    const Policy = JSON.stringify(acceptFrom(RuleArn, Arn))
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy } }))
    const Targets = [{ Id: "tail", Arn }]
    const { FailedEntries = [] } = await eventBridge.send(
      new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets }),
    )
    if (FailedEntries.length > 0) throw new Error(`The rule ${name} took no target: ${FailedEntries[0]?.ErrorMessage}`)
    return tap
  } catch (error) {
    await close(bus, tap, clients)
    throw error
  }
}

function acceptFrom(ruleArn: string | undefined, queueArn: string | undefined) {
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
  }
  return { Version: "2012-10-17", Statement: [statement] }
}

async function take({ queueUrl: QueueUrl }: Tap, { sqs }: Clients) {
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: POLL_SECONDS })
  const { Messages = [] } = await sqs.send(receive)
  const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
  if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
  return Messages.map(({ Body = "" }) => parseBusEvent(Body, "A message of the bus"))
}

/** Each part by itself: where one is not there, the others go all the same. */
async function close(bus: string, { name, queueUrl }: Tap, { sqs, eventBridge }: Clients): Promise<void> {
  const rule = { EventBusName: bus }
  await eventBridge.send(new RemoveTargetsCommand({ ...rule, Rule: name, Ids: ["tail"] })).catch(() => {})
  await eventBridge.send(new DeleteRuleCommand({ ...rule, Name: name })).catch(() => {})
  await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }))
}
