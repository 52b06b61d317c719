import type { DroppedDelivery } from "../aws/events/events.ts"
import type { NotificationChannel } from "../aws/rekognition/rekognition.ts"
import type { DroppedInvocation } from "../aws/scheduler/config.ts"
import type { DroppedDelivery as DroppedNotification } from "../aws/sns/sns.ts"

// What AWS drops in silence is a mistake of the stacks: every target should have a dead-letter queue that takes what it is given.

export function eventDropped({ ruleArn, eventId, errorMessage, deadLetter }: DroppedDelivery): void {
  const refused = deadLetter && `its dead-letter queue ${deadLetter.arn} refused it (${deadLetter.errorMessage})`
  const why = refused ?? "its target has no dead-letter queue"
  process.emitWarning(`${ruleArn} could not deliver event ${eventId}, and ${why}: ${errorMessage}`)
}

export function notificationDropped({ subscriptionArn, messageId, errorMessage }: DroppedNotification): void {
  process.emitWarning(
    `${subscriptionArn} did not get message ${messageId}, and no dead-letter queue took it: ${errorMessage}`,
  )
}

export function scheduledDropped({ scheduleArn, targetArn, errorMessage }: DroppedInvocation): void {
  process.emitWarning(`${scheduleArn} could not invoke ${targetArn}, and no dead-letter queue took it: ${errorMessage}`)
}

export function completionDropped({ SNSTopicArn }: NotificationChannel, error: unknown): void {
  process.emitWarning(`${SNSTopicArn} was not told that a video job of Rekognition has ended: ${String(error)}`)
}

export function outcomeDropped(arn: string, requestId: string, error: unknown): void {
  process.emitWarning(`${arn} did not learn how invocation ${requestId} ended: ${String(error)}`)
}
