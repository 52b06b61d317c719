import { XMLBuilder } from "fast-xml-parser"
import { randomUUID } from "node:crypto"
import { readBody } from "../body.ts"
import { unsupportedOperation, type AwsError } from "../errors.ts"
import { toAwsError } from "../json-protocol.ts"
import type { AwsRequest, AwsResponse } from "../service.ts"

/** One API operation: the request's form fields and trace header in; out an object of what stands in the result element, or nothing. Throws AwsError. */
export type QueryOperation = (
  input: URLSearchParams,
  traceHeader: string | undefined,
) => object | void | Promise<object | void>

const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@" })

/** Dispatches AWS's query protocol: a form in, XML out. A list of the output is `{ member: [...] }`. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryProtocol(
  service: string,
  namespace: string,
  operations: Readonly<Record<string, QueryOperation>>,
) {
  return async (request: AwsRequest): Promise<AwsResponse> => {
    const requestId = randomUUID()
    try {
      const input = new URLSearchParams((await readBody(request)).toString("utf8"))
      const action = input.get("Action") ?? "(none)"
      const run = Object.hasOwn(operations, action) ? operations[action] : undefined
      if (run === undefined) throw unsupportedOperation(service, action)
      const result = await run(input, request.headers["x-amzn-trace-id"])
      const body = { [`${action}Result`]: result ?? "", ResponseMetadata: { RequestId: requestId } }
      return answer(200, { [`${action}Response`]: { "@xmlns": namespace, ...body } })
    } catch (error) {
      return errorAnswer(toAwsError(error), namespace, requestId)
    }
  }
}

/** An error of the query protocol. */
export function errorAnswer({ code, message, status }: AwsError, namespace: string, requestId: string): AwsResponse {
  const error = { Type: status < 500 ? "Sender" : "Receiver", Code: code, Message: message }
  return answer(status, { ErrorResponse: { "@xmlns": namespace, Error: error, RequestId: requestId } })
}

function answer(status: number, document: object): AwsResponse {
  return { status, headers: { "content-type": "text/xml" }, body: xml.build(document) }
}

/** The members of a list, each with its fields: `Prefix.member.1.Id=a` gives `[Map { "Id" => "a" }]`. */
export function listOf(input: URLSearchParams, prefix: string): URLSearchParams[] {
  const members: URLSearchParams[] = []
  for (let index = 1; ; index++) {
    const start = `${prefix}.${index}.`
    const fields = [...input].filter(([name]) => name.startsWith(start))
    if (fields.length === 0) return members
    members.push(
      new URLSearchParams(fields.map(([name, value]): [string, string] => [name.slice(start.length), value])),
    )
  }
}

/** A map as AWS answers it: `{ entry: [{ key, value }] }`. */
export function mapOutput(values: Readonly<Record<string, string>>): object {
  return { entry: Object.entries(values).map(([key, value]) => ({ key, value })) }
}
