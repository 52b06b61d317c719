import { md5OfAttributes } from "./digest.ts"
import type { MessageAttributes, ReceivedMessage, SystemAttributes } from "./message.ts"

export interface Wanted {
  readonly systemAttributes: readonly string[]
  readonly messageAttributes: readonly string[]
}

/** A message as ReceiveMessage answers it, with only the attributes that were asked for. */
export function receivedOutput(message: ReceivedMessage, wanted: Wanted) {
  const system = systemSelection(message.attributes, wanted.systemAttributes)
  const selected = attributeSelection(message.messageAttributes, wanted.messageAttributes)
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(Object.keys(selected).length > 0 && {
      MessageAttributes: wireAttributes(selected),
      MD5OfMessageAttributes: md5OfAttributes(selected),
    }),
  }
}

function systemSelection(attributes: SystemAttributes, names: readonly string[]) {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => names.includes("All") || names.includes(name)),
  )
}

/** A name, `All`, `.*`, or a prefix as in `bar.*`. */
function attributeSelection(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const wants = (name: string) =>
    names.some((wanted) => {
      if (wanted === "All" || wanted === name) return true
      return wanted.endsWith(".*") && name.startsWith(wanted.slice(0, -2))
    })
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wants(name)))
}

function wireAttributes(attributes: MessageAttributes) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
    ]),
  )
}
