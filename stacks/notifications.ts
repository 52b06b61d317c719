import { isPerson, readRecipients } from "./recipients.ts"
import { subscriptionsOf } from "./subscriptions.ts"

/** Where people and systems subscribe to what happens to photos. */
export const notifications = new sst.aws.SnsTopic("Notifications")

/** Where the quality team hears what the rules decided, by category. */
export const quality = {
  success: new sst.aws.SnsTopic("QualitySuccess"),
  failure: new sst.aws.SnsTopic("QualityFailure"),
  review: new sst.aws.SnsTopic("QualityReview"),
}

export const recipients = readRecipients(process.env)

// On AWS people confirm each of their subscriptions by a link in a mail; SMS needs no confirmation.
for (const person of recipients.filter(isPerson)) {
  for (const { id, topic, protocol, endpoint, filterPolicy } of subscriptionsOf(person)) {
    new aws.sns.TopicSubscription(id, {
      topic: topic === "all" ? notifications.arn : quality[topic].arn,
      protocol,
      endpoint,
      filterPolicy: filterPolicy && JSON.stringify(filterPolicy),
    })
  }
}
