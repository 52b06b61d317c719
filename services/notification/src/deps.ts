import { PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { lazy, linked, type Links, type Sendings, sendings } from "@darkroom/lambda"
import type { PhotoMessage } from "./photo-message.ts"
import { realtime } from "./realtime.ts"
import type { Notification } from "./texts.ts"

export interface Deps {
  /** Hands a message to its topic; an error leaves open whether it went out unless SNS refused it. */
  publish(notification: Notification): Promise<void>
  /** Which messages went out already. */
  readonly sendings: Sendings
  /** Tells what is open in the owner's browser. */
  tellOwner(owner: string, message: PhotoMessage): Promise<void>
}

export const defaultDeps = lazy((): Deps => {
  // One attempt: a second one of the SDK, after an answer that was lost, would tell people twice.
  const sns = new SNSClient({ maxAttempts: 1 })
  return {
    publish: async (notification) => void (await sns.send(publishCommand(notification))),
    sendings,
    tellOwner: realtime(linkIfAny("Live"), linkIfAny("App")),
  }
})

function publishCommand({ topic, subject, message, sms, attributes }: Notification): PublishCommand {
  const entries = Object.entries(attributes).map(
    ([name, value]) => [name, { DataType: "String", StringValue: value }] as const,
  )
  return new PublishCommand({
    TopicArn: linked(topic).arn,
    Subject: subject,
    MessageStructure: "json",
    Message: JSON.stringify({ default: message, sms }),
    MessageAttributes: Object.fromEntries(entries),
  })
}

/** Undefined where the stacks do not link it, for which SST's own answer is an error. */
function linkIfAny<Name extends keyof Links>(name: Name): Links[Name] | undefined {
  try {
    return linked(name)
  } catch {
    return undefined
  }
}
