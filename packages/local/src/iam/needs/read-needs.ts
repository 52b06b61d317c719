import type { AwsRequest } from "../../aws/service.ts"
import type { Need } from "../need.ts"
import type { Arns } from "./arns.ts"

/** What a call needs; undefined for an operation to which the engine knows no permission. The body is empty for S3. */
export type ReadNeeds = (request: AwsRequest, body: Buffer, arns: Arns) => readonly Need[] | undefined

/** Name and input of a call by one of AWS's JSON protocols. */
export function jsonCall({ headers }: AwsRequest, body: Buffer): { operation: string; input: Record<string, unknown> } {
  const operation = headers["x-amz-target"]?.split(".").at(-1) ?? "(none)"
  return { operation, input: asRecord(parseJson(body)) }
}

/** What is no object has no fields. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}
}

/** The field where it is a text that says something. */
export function textOf(input: Record<string, unknown>, name: string): string | undefined {
  const value = input[name]
  return typeof value === "string" && value !== "" ? value : undefined
}

/** The service reports what is no JSON, after its permission is checked. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"))
  } catch {
    return undefined
  }
}
