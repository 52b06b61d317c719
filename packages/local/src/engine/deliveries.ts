import { AwsError } from "../aws/errors.ts"
import type { EventsOptions } from "../aws/events/events.ts"
import type { NotificationChannel } from "../aws/rekognition/rekognition.ts"
import type { SchedulerOptions } from "../aws/scheduler/scheduler.ts"
import type { S3Options } from "../aws/s3/s3.ts"
import type { MessageAttributes as SnsAttributes, SnsOptions } from "../aws/sns/sns.ts"
import { type MessageAttributes, stringAttributes } from "../aws/sqs/sqs.ts"
import { needForDelivery } from "../iam/delivery-need.ts"
import type { ServicePrincipal } from "../iam/principals.ts"
import type { ResourcePolicies } from "../iam/resource-policies.ts"
import type { RolePolicy } from "../iam/role-policy.ts"
import type { AssumeRefusal } from "../iam/trust-policies.ts"
import type { AsyncOptions } from "../lambda/async-invocations.ts"
import type { BusEnvelope, TargetMessage } from "./targets.ts"

export interface DeliveriesOptions {
  /** Hands over what may be handed over. Throws AwsError. */
  readonly send: (message: TargetMessage) => void
  readonly policies: Pick<ResourcePolicies, "check">
  /** By the role's ARN. */
  readonly roles: ReadonlyMap<string, Pick<RolePolicy, "refusal">>
  readonly assumeRefusal: AssumeRefusal
  /** Of a function, by its ARN. */
  readonly roleOfFunction: (functionArn: string) => string
}

/** How AWS's services deliver to one another in the app's name: each asks for permission as it does on AWS. */
export function deliveries({ send, policies, roles, assumeRefusal, roleOfFunction }: DeliveriesOptions) {
  /** The target's own policy lets the service in. */
  function asService(principal: ServicePrincipal, sourceArn: string, message: TargetMessage): void {
    const { action } = needForDelivery(message.arn)
    policies.check({ principal, action, resource: message.arn, sourceArn })
    send(message)
  }

  /** The role that the service takes on allows it. */
  function asRole(roleArn: string, message: TargetMessage): void {
    const role = roles.get(roleArn)
    const refused = role === undefined ? `There is no role ${roleArn}` : role.refusal(needForDelivery(message.arn))
    if (refused !== undefined) throw new AwsError("AccessDeniedException", refused, 403)
    send(message)
  }

  const events: EventsOptions["deliver"] = async ({ arn }, body, attributes, ruleArn, trace) => {
    const message = { arn, body, attributes: stringAttributes(attributes ?? {}), ...tracedBy(trace) }
    asService("events.amazonaws.com", ruleArn, message)
  }

  const sns: SnsOptions["deliver"] = async ({ arn }, body, { topicArn, trace }, attributes) =>
    asService("sns.amazonaws.com", topicArn, { arn, body, attributes: queueAttributes(attributes), ...tracedBy(trace) })

  const s3: NonNullable<S3Options["notify"]> = async (arn, body, { bucketArn, trace }) =>
    asService("s3.amazonaws.com", bucketArn, { arn, body, subject: "Amazon S3 Notification", ...tracedBy(trace) })

  const scheduler: SchedulerOptions["deliver"] = async ({ arn, roleArn, eventBridge }, body, { deadLetter }) =>
    asRole(roleArn, {
      arn,
      body,
      attributes: stringAttributes(deadLetter ?? {}),
      ...(eventBridge ? { envelope: eventBridge } : {}),
    })

  const lambda: AsyncOptions["deliver"] = async (arn, body, attributes, functionArn) => {
    const outcome = { attributes: stringAttributes(attributes ?? {}), envelope: outcomeEnvelope(body) }
    asRole(roleOfFunction(functionArn), { arn, body, ...outcome })
  }

  function rekognition({ RoleArn, SNSTopicArn }: NotificationChannel, body: string, sourceArn: string): void {
    const refused = assumeRefusal("rekognition.amazonaws.com", RoleArn, sourceArn)
    if (refused !== undefined) throw new AwsError("AccessDeniedException", refused, 403)
    asRole(RoleArn, { arn: SNSTopicArn, body })
  }

  return { events, sns, s3, scheduler, lambda, rekognition }
}

const tracedBy = (trace: string | undefined) => (trace === undefined ? {} : { trace })

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function outcomeEnvelope(body: string): BusEnvelope {
  const { requestContext } = JSON.parse(body) as { requestContext?: { condition?: string } }
  const succeeded = requestContext?.condition === "Success"
  return { source: "lambda", detailType: `Lambda Function Invocation Result - ${succeeded ? "Success" : "Failure"}` }
}

/** SNS and SQS have names of their own for the same attributes. */
function queueAttributes(attributes: SnsAttributes = {}): MessageAttributes {
  const entries = Object.entries(attributes).map(([name, { Type, Value }]) => {
    return [name, { dataType: Type, ...(Type.startsWith("Binary") ? { binaryValue: Value } : { stringValue: Value }) }]
  })
  return Object.fromEntries(entries) as MessageAttributes
}
