import { createHash } from "node:crypto"
import type { MessageAttribute, MessageAttributes } from "./message.ts"

const STRING = 1
const BINARY = 2

export function md5(data: string | Uint8Array): string {
  return createHash("md5").update(data).digest("hex")
}

/** The digest by which SDKs check message attributes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort()
  if (names.length === 0) return undefined
  return md5(Buffer.concat(names.flatMap((name) => encode(name, attributes[name] as MessageAttribute))))
}

function encode(name: string, { dataType, stringValue, binaryValue }: MessageAttribute): Buffer[] {
  const binary = binaryValue !== undefined
  const value = binary ? Buffer.from(binaryValue, "base64") : Buffer.from(stringValue ?? "")
  return [
    ...sized(Buffer.from(name)),
    ...sized(Buffer.from(dataType)),
    Buffer.of(binary ? BINARY : STRING),
    ...sized(value),
  ]
}

function sized(bytes: Buffer): Buffer[] {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return [length, bytes]
}

/** Bytes that count towards the size limit: the body, and name, type and value of each attribute. */
export function messageSize(body: string, attributes: MessageAttributes): number {
  const sizes = Object.entries(attributes).map(([name, { dataType, stringValue = "", binaryValue = "" }]) => {
    return Buffer.byteLength(name + dataType + stringValue) + Buffer.byteLength(binaryValue, "base64")
  })
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body))
}
