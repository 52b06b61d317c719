import type http from "node:http"
import type { ApiCall } from "./api-call.ts"
import { type ProxyResponse, refusalOf } from "./proxy-response.ts"

/** Sends an answer under its request's id. */
export function sendAnswer(
  { request, requestId }: ApiCall,
  answer: ProxyResponse,
  response: http.ServerResponse,
): void {
  // What was not read would be taken for the next request.
  request.resume()
  try {
    write(answer, requestId, response)
  } catch (error) {
    // A function's header can be one that HTTP does not have.
    write(refusalOf(error), requestId, response)
  }
}

function write({ status, headers, body }: ProxyResponse, requestId: string, response: http.ServerResponse): void {
  const length = status === 204 || status === 304 ? {} : { "content-length": Buffer.byteLength(body) }
  response.writeHead(status, { ...headers, ...length, "apigw-requestid": requestId }).end(body)
}
