import { AwsError } from "../errors.ts"
import { messageSize } from "./digest.ts"
import { invalidParameter } from "./errors.ts"
import { MAX_DELAY_SECONDS, MAX_MESSAGE_BYTES, optionalNumber, requiredString } from "./input.ts"
import type { MessageAttribute, MessageAttributes } from "./message.ts"
import type { SendOptions } from "./queues.ts"

// Everything that XML 1.0 cannot carry, and so SQS does not take. https://www.w3.org/TR/REC-xml/#charsets
// oxlint-disable-next-line no-control-regex -- these three control characters are the allowed ones
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
const MAX_ATTRIBUTES = 10

export interface SendInput extends SendOptions {
  readonly attributes: MessageAttributes
}

/** Who sent a request, and the X-Ray header with which it was sent. */
export interface Sender {
  readonly accessKeyId: string
  readonly traceHeader: string | undefined
}

/** Reads and checks a SendMessage request or one entry of a batch. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
// oxlint-disable-next-line typescript/no-explicit-any -- unchecked wire input
export function sendInput(input: any, sender: Sender): SendInput {
  const body = requiredString("MessageBody", input.MessageBody)
  if (FORBIDDEN.test(body))
    throw new AwsError("InvalidMessageContents", "The message contains characters outside the allowed set.")
  const attributes = attributesInput(input.MessageAttributes)
  if (messageSize(body, attributes) > MAX_MESSAGE_BYTES) {
    throw new AwsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${MAX_MESSAGE_BYTES} bytes.`,
    )
  }
  const delaySeconds = optionalNumber("DelaySeconds", input.DelaySeconds, 0, MAX_DELAY_SECONDS)
  return {
    body,
    attributes,
    delaySeconds,
    senderId: sender.accessKeyId,
    // The attribute overrides the request's header. https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sqs.html
    traceHeader: input.MessageSystemAttributes?.AWSTraceHeader?.StringValue ?? sender.traceHeader,
  }
}

/** From the wire's casing to ours. */
// oxlint-disable-next-line typescript/no-explicit-any -- unchecked wire input
export function attributesInput(input: any): MessageAttributes {
  const entries = Object.entries(input ?? {})
  if (entries.length > MAX_ATTRIBUTES)
    throw invalidParameter(
      "MessageAttributes",
      `Number of message attributes exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    )
  return Object.fromEntries(entries.map(([name, value]) => [name, attributeInput(name, value)]))
}

// oxlint-disable-next-line typescript/no-explicit-any -- unchecked wire input
function attributeInput(name: string, { DataType, StringValue, BinaryValue }: any): MessageAttribute {
  const kind = /^(String|Number|Binary)(\..*)?$/.exec(String(DataType))?.[1]
  if (kind === undefined)
    throw invalidParameter("MessageAttributes", `The type of message attribute '${name}' is invalid.`)
  const value = kind === "Binary" ? BinaryValue : StringValue
  if (typeof value !== "string" || value === "") {
    throw invalidParameter("MessageAttributes", `The message attribute '${name}' must contain a non-empty value.`)
  }
  return kind === "Binary" ? { dataType: DataType, binaryValue: value } : { dataType: DataType, stringValue: value }
}
