import { PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { lazy, linked, type Links } from "@darkroom/lambda"
import type { PhotoMessage } from "./photo-message.ts"
import { realtime } from "./realtime.ts"

/** A message for people, with what subscribers can filter by. */
export interface Notification {
  readonly subject: string
  readonly message: string
  readonly attributes: Readonly<Record<string, string>>
}

export interface Deps {
  publish(notification: Notification): Promise<void>
  /** Tells what is open in the owner's browser. */
  tellOwner(owner: string, message: PhotoMessage): Promise<void>
}

export const defaultDeps = lazy((): Deps => {
  const sns = new SNSClient({})
  return {
    async publish({ subject, message, attributes }) {
      const entries = Object.entries(attributes).map(
        ([name, value]) => [name, { DataType: "String", StringValue: value }] as const,
      )
      await sns.send(
        new PublishCommand({
          TopicArn: linked("Notifications").arn,
          Subject: subject,
          Message: message,
          MessageAttributes: Object.fromEntries(entries),
        }),
      )
    },
    tellOwner: realtime(linkIfAny("Live"), linkIfAny("App")),
  }
})

/** Undefined where the stacks do not link it, for which SST's own answer is an error. */
function linkIfAny<Name extends keyof Links>(name: Name): Links[Name] | undefined {
  try {
    return linked(name)
  } catch {
    return undefined
  }
}
