import { randomUUID } from "node:crypto"
import { receiptHandleIsInvalid } from "./errors.ts"

export interface Receipt {
  readonly handle: string
  /** Differs at each receive of one message. */
  readonly token: string
}

/** A receipt handle is the message's row and a token that only its latest receiver has. */
export function newReceipt(seq: number): Receipt {
  const token = randomUUID()
  return { token, handle: receiptHandle(seq, token) }
}

export function receiptHandle(seq: number, token: string): string {
  return Buffer.from(`${seq}:${token}`).toString("base64")
}

/** Throws ReceiptHandleIsInvalid. */
export function parseReceiptHandle(handle: unknown): { seq: number; token: string } {
  const match = /^(\d{1,15}):([\da-f-]{36})$/.exec(Buffer.from(String(handle), "base64").toString())
  if (!match) throw receiptHandleIsInvalid()
  return { seq: Number(match[1]), token: String(match[2]) }
}
