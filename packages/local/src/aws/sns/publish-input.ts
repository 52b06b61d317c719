import { isObject } from "../events/pattern/value.ts"
import type { MessageAttribute, MessageAttributes } from "./config.ts"
import { invalidAttribute, invalidParameter } from "./errors.ts"
import { listOf } from "./query-protocol.ts"

export const MAX_MESSAGE_BYTES = 262_144
const MAX_SUBJECT = 100

export interface Publication {
  readonly message: string
  readonly subject: string | null
  readonly attributes: MessageAttributes
  /** The message by protocol, where the sender gave several. */
  readonly perProtocol: Readonly<Record<string, string>>
  /** Bytes of the message as it came and of its attributes. */
  readonly size: number
}

/** Reads a Publish request or one entry of a batch. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publishInput(input: URLSearchParams): Publication {
  const message = input.get("Message")
  const subject = input.get("Subject")
  if (!message) throw invalidParameter("Empty message")
  if (subject !== null && (subject === "" || subject.length > MAX_SUBJECT || /[\r\n]/.test(subject)))
    throw invalidParameter("Subject")
  if (input.has("MessageDeduplicationId"))
    throw invalidParameter(
      "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
    )
  const attributes = Object.fromEntries(listOf(input, "MessageAttributes.entry").map(attributeInput))
  const size = sizeOf(message, attributes)
  if (size > MAX_MESSAGE_BYTES) throw invalidParameter("Message too long")
  const perProtocol = structureOf(input.get("MessageStructure"), message)
  return { message: perProtocol["default"] ?? "", subject, attributes, perProtocol, size }
}

/** The text for a protocol. A platform endpoint's protocol is the platform, such as `APNS`. */
export function messageFor({ perProtocol, message }: Publication, protocol: string, endpoint: string): string {
  const key = protocol === "application" ? (endpoint.split("/")[1] ?? "") : protocol
  return (Object.hasOwn(perProtocol, key) ? perProtocol[key] : undefined) ?? message
}

function sizeOf(message: string, attributes: MessageAttributes): number {
  const sizes = Object.entries(attributes).map(([name, { Type, Value }]) => {
    return Buffer.byteLength(name + Type) + Buffer.byteLength(Value, Type.startsWith("Binary") ? "base64" : "utf8")
  })
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(message))
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function attributeInput(entry: URLSearchParams): [string, MessageAttribute] {
  const name = entry.get("Name") ?? ""
  const type = entry.get("Value.DataType") ?? ""
  const value = entry.get(type.startsWith("Binary") ? "Value.BinaryValue" : "Value.StringValue")
  const attribute = `The message attribute '${name}'`
  if (!/^[\w.-]{1,256}$/.test(name)) throw invalidAttribute(`${attribute} has an invalid name`)
  if (type === "") throw invalidAttribute(`${attribute} must contain non-empty message attribute type.`)
  if (!/^(String|Number|Binary)(\..+)?$/.test(type))
    throw invalidAttribute(
      `${attribute} has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    )
  if (!value)
    throw invalidAttribute(
      `${attribute} must contain non-empty message attribute value for message attribute type '${type}'.`,
    )
  if (type.startsWith("Number") && (value.trim() === "" || Number.isNaN(Number(value))))
    throw invalidAttribute(`Could not cast message attribute '${name}' value to number.`)
  return [name, { Type: type, Value: value }]
}

function structureOf(structure: string | null, message: string): Readonly<Record<string, string>> {
  if (structure === null) return { default: message }
  if (structure !== "json") throw invalidParameter("MessageStructure")
  const texts = Object.entries(parseStructure(message)).filter(([, text]) => typeof text === "string")
  const perProtocol = Object.fromEntries(texts) as Record<string, string>
  if (perProtocol["default"] === undefined)
    throw invalidParameter("Message Structure - No default entry in JSON message body")
  return perProtocol
}

function parseStructure(message: string): Readonly<Record<string, unknown>> {
  try {
    const structure: unknown = JSON.parse(message)
    if (isObject(structure)) return structure
  } catch (cause) {
    throw invalidParameter("Message Structure - JSON message body failed to parse", { cause })
  }
  throw invalidParameter("Message Structure - JSON message body failed to parse")
}
