import { md5 } from "./digest.ts"
import type { MessageAttributes, PeekedMessage, ReceivedMessage, SystemAttributes } from "./message.ts"
import type { MessageRow } from "./message-rows.ts"

export function toReceived(row: MessageRow, receiptHandle: string): ReceivedMessage {
  return {
    messageId: row.id,
    receiptHandle,
    body: row.body,
    md5OfBody: md5(row.body),
    attributes: systemAttributes(row),
    messageAttributes: JSON.parse(row.attributes) as MessageAttributes,
  }
}

function systemAttributes(row: MessageRow): SystemAttributes {
  return {
    ApproximateReceiveCount: String(row.receives),
    SentTimestamp: String(row.sent),
    SenderId: row.sender,
    ApproximateFirstReceiveTimestamp: String(row.first_received),
    ...(row.dead_letter_source === null ? {} : { DeadLetterQueueSourceArn: row.dead_letter_source }),
    ...(row.trace === null ? {} : { AWSTraceHeader: row.trace }),
  }
}

export function toPeeked(row: MessageRow, now: number): PeekedMessage {
  return {
    messageId: row.id,
    body: row.body,
    sentTimestamp: row.sent,
    receiveCount: row.receives,
    state: stateOf(row, now),
    messageAttributes: JSON.parse(row.attributes) as MessageAttributes,
    ...(row.dead_letter_source === null ? {} : { deadLetterSourceArn: row.dead_letter_source }),
  }
}

function stateOf(row: MessageRow, now: number): PeekedMessage["state"] {
  if (row.visible_at <= now) return "visible"
  return row.receipt === null ? "delayed" : "inFlight"
}
