import { isObject } from "../events/pattern/value.ts"
import { invalidParameter } from "./errors.ts"
import { compileFilterPolicy } from "./filter-policy.ts"
import type { Subscription } from "./subscription.ts"

type Changes = Partial<Subscription> & { readonly protocol: string }
type Change = (value: string, before: Changes, errorPrefix: string) => Partial<Subscription>

const TAKE_RAW = ["sqs", "http", "https", "firehose"]
const SCOPES = ["MessageAttributes", "MessageBody"] as const

/** How each attribute changes a subscription; an empty value takes it away. https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
const CHANGES: Readonly<Record<string, Change>> = {
  FilterPolicy: (value) => (value === "" ? {} : { filterPolicy: value }),
  FilterPolicyScope: (value, _before, errorPrefix) => {
    const filterPolicyScope = SCOPES.find((scope) => scope === value)
    if (filterPolicyScope === undefined)
      throw invalidParameter(
        `${errorPrefix}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
      )
    return { filterPolicyScope }
  },
  RawMessageDelivery: (value, { protocol }, errorPrefix) => {
    if (value !== "true" && value !== "false")
      throw invalidParameter(`${errorPrefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`)
    if (value === "true" && !TAKE_RAW.includes(protocol))
      throw invalidParameter(
        `${errorPrefix}RawMessageDelivery: Delivery protocol [${protocol}] does not support raw message delivery.`,
      )
    return { rawMessageDelivery: value === "true" }
  },
  RedrivePolicy: (value, _before, errorPrefix) =>
    value === "" ? {} : { deadLetterArn: deadLetterArn(value, errorPrefix) },
  SubscriptionRoleArn: (roleArn) => ({ roleArn }),
}

/** What each attribute is called in a subscription. */
const FIELDS: Readonly<Record<string, keyof Subscription>> = {
  FilterPolicy: "filterPolicy",
  FilterPolicyScope: "filterPolicyScope",
  RawMessageDelivery: "rawMessageDelivery",
  RedrivePolicy: "deadLetterArn",
  SubscriptionRoleArn: "roleArn",
}

/** The subscription with the attributes that a request names. Throws InvalidParameter. */
export function withAttributes<Before extends Changes>(
  before: Before,
  attributes: Readonly<Record<string, string>>,
  errorPrefix = "",
): Before {
  const after = Object.entries(attributes).reduce<Before>((changed, [name, value]) => {
    const change = Object.hasOwn(CHANGES, name) ? CHANGES[name] : undefined
    const field = FIELDS[name]
    if (change === undefined || field === undefined) throw unknownAttribute(name)
    const { [field]: _old, ...others } = changed
    return { ...others, ...change(value, before, errorPrefix) } as Before
  }, before)
  if (after.filterPolicy !== undefined)
    compileFilterPolicy(after.filterPolicy, { scope: after.filterPolicyScope, errorPrefix })
  return after
}

/** Deliveries over HTTP end in the outbox, so that there is nothing that a policy for them could change. */
function unknownAttribute(name: string): Error {
  if (name === "DeliveryPolicy" || name === "ReplayPolicy")
    return invalidParameter(`AttributeName: the offline engine has no ${name}`)
  return invalidParameter("AttributeName")
}

function deadLetterArn(value: string, errorPrefix: string): string {
  const arn = parsePolicy(value, errorPrefix)["deadLetterTargetArn"]
  if (typeof arn === "string" && /^arn:[^:]+:sqs:[^:]+:[^:]+:[^:]+$/.test(arn)) return arn
  throw invalidParameter(`${errorPrefix}RedrivePolicy: deadLetterTargetArn is an invalid arn`)
}

function parsePolicy(value: string, errorPrefix: string): Readonly<Record<string, unknown>> {
  try {
    const policy: unknown = JSON.parse(value)
    if (isObject(policy)) return policy
  } catch (cause) {
    throw invalidParameter(`${errorPrefix}RedrivePolicy: failed to parse JSON.`, { cause })
  }
  throw invalidParameter(`${errorPrefix}RedrivePolicy: failed to parse JSON.`)
}

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export function attributesOutput(subscription: Subscription, accountId: string): Record<string, string> {
  const { arn, topicArn, protocol, endpoint, confirmation, rawMessageDelivery = false } = subscription
  const { filterPolicy, filterPolicyScope = "MessageAttributes", deadLetterArn: dead, roleArn } = subscription
  return {
    SubscriptionArn: arn,
    TopicArn: topicArn,
    Owner: accountId,
    Protocol: protocol,
    Endpoint: endpoint,
    SubscriptionPrincipal: `arn:aws:iam::${accountId}:root`,
    PendingConfirmation: String(confirmation?.confirmed === false),
    ConfirmationWasAuthenticated: String(confirmation === undefined),
    RawMessageDelivery: String(rawMessageDelivery),
    ...(filterPolicy !== undefined && { FilterPolicy: jsonText(filterPolicy), FilterPolicyScope: filterPolicyScope }),
    ...(dead !== undefined && { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead }) }),
    ...(roleArn !== undefined && { SubscriptionRoleArn: roleArn }),
  }
}

/** A document as its owner wrote it, where it is text already. */
export function jsonText(document: unknown): string {
  return typeof document === "string" ? document : JSON.stringify(document)
}
