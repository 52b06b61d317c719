import type { MessageAttribute, MessageAttributes } from "./config.ts"
import { invalidParameter } from "./errors.ts"
import { listOf } from "./query-protocol.ts"

export const MAX_MESSAGE_BYTES = 262_144
const MAX_SUBJECT = 100

export interface Publication {
  readonly message: string
  readonly subject: string | null
  readonly attributes: MessageAttributes
  /** The message by protocol, where the sender gave several. */
  readonly perProtocol: Readonly<Record<string, string>>
}

/** Reads a Publish request or one entry of a batch. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publishInput(input: URLSearchParams): Publication {
  const message = input.get("Message")
  const subject = input.get("Subject")
  if (!message) throw invalidParameter("Empty message")
  if (subject !== null && (subject === "" || subject.length > MAX_SUBJECT || /[\r\n]/.test(subject)))
    throw invalidParameter("Subject")
  const attributes = Object.fromEntries(listOf(input, "MessageAttributes.entry").map(attributeInput))
  const perProtocol = input.get("MessageStructure") === "json" ? parseStructure(message) : { default: message }
  const publication = { message: perProtocol["default"] ?? "", subject, attributes, perProtocol }
  if (publicationSize(message, attributes) > MAX_MESSAGE_BYTES) throw invalidParameter("Message too long")
  return publication
}

export function publicationSize(message: string, attributes: MessageAttributes): number {
  const sizes = Object.entries(attributes).map(([name, { Type, Value }]) => {
    return Buffer.byteLength(name + Type) + Buffer.byteLength(Value, Type.startsWith("Binary") ? "base64" : "utf8")
  })
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(message))
}

function attributeInput(entry: URLSearchParams): [string, MessageAttribute] {
  const name = entry.get("Name") ?? ""
  const type = entry.get("Value.DataType") ?? ""
  const value = entry.get(type.startsWith("Binary") ? "Value.BinaryValue" : "Value.StringValue")
  if (!/^(String|Number|Binary)(\..+)?$/.test(type) || !value)
    throw invalidParameter(`The message attribute '${name}' needs a type and a value`)
  return [name, { Type: type, Value: value }]
}

function parseStructure(message: string): Record<string, string> {
  try {
    const structure = JSON.parse(message) as Record<string, unknown> | null
    if (typeof structure?.["default"] === "string") return structure as Record<string, string>
  } catch (cause) {
    throw Object.assign(invalidParameter("Message Structure - JSON message body failed to parse"), { cause })
  }
  throw invalidParameter("Message Structure - No default entry in JSON message body")
}
