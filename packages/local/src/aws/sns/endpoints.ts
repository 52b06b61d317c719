import { invalidParameter } from "./errors.ts"

interface Shape {
  readonly pattern: RegExp
  readonly error: string
}

const WEB = "Endpoint must match the specified protocol"
const ADDRESS = { pattern: /^[^\s@]+@[^\s@]+$/, error: "Email address" }

/** Endpoints by protocol. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const SHAPES: Readonly<Record<string, Shape>> = {
  sqs: { pattern: /^arn:[^:]+:sqs:[^:]+:[^:]+:[^:]+$/, error: "SQS endpoint ARN" },
  lambda: { pattern: /^arn:[^:]+:lambda:[^:]+:[^:]+:function:.+$/, error: "Lambda endpoint ARN" },
  firehose: { pattern: /^arn:[^:]+:firehose:[^:]+:[^:]+:deliverystream\/.+$/, error: "Firehose endpoint ARN" },
  application: { pattern: /^arn:[^:]+:sns:[^:]+:[^:]+:endpoint\/.+$/, error: "Application endpoint arn invalid" },
  http: { pattern: /^http:\/\/.+$/, error: WEB },
  https: { pattern: /^https:\/\/.+$/, error: WEB },
  email: ADDRESS,
  "email-json": ADDRESS,
  sms: { pattern: /^\+?[\d\s().-]{5,20}$/, error: "Invalid SMS endpoint" },
}

/** Throws InvalidParameter for a protocol that SNS does not know and for an endpoint that is none of it. */
export function checkEndpoint(protocol: string, endpoint: string): void {
  const shape = Object.hasOwn(SHAPES, protocol) ? SHAPES[protocol] : undefined
  if (shape === undefined) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`)
  if (!shape.pattern.test(endpoint))
    throw invalidParameter(protocol === "sms" ? `${shape.error}: ${endpoint}` : shape.error)
}

/** Throws InvalidParameter for what is no number in the form of E.164. */
export function checkPhoneNumber(number: string): void {
  if (!/^\+[1-9]\d{4,14}$/.test(number))
    throw invalidParameter(`PhoneNumber Reason: ${number} is not valid to publish to`)
}

/** Throws InvalidParameter, such as AWS does for a name instead of an ARN. */
export function checkArn(parameter: string, arn: string): void {
  const elements = arn.split(":").length
  if (elements < 6) throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${elements}`)
}
