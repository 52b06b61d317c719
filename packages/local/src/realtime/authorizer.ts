import type { IncomingMessage } from "node:http"
import type { RealtimeNode } from "../graph.ts"
import type { FunctionRunner } from "../lambda/function-runner.ts"
import { readAnswer } from "./authorizer-answer.ts"
import { type ConnectionPolicy, connectionPolicy } from "./connection-policy.ts"
import { ConnectionRefused } from "./errors.ts"

/** What a client says when it connects. */
export interface ConnectCall {
  /** Of the connection, for logs. */
  readonly id: string
  readonly request: IncomingMessage
  readonly clientId: string
  readonly username: string | undefined
  readonly password: Buffer | undefined
}

export interface AuthorizerOptions {
  readonly realtimes: readonly RealtimeNode[]
  /** By ARN; looked at when a client connects, for functions start after the broker does. */
  readonly functions: () => ReadonlyMap<string, Pick<FunctionRunner, "invoke">>
}

/** What a client may do, and for how many seconds. */
export interface Authorization {
  readonly allows: ConnectionPolicy
  readonly disconnectAfter: number
  readonly refreshAfter: number
}

const NAME = "x-amz-customauthorizer-name"

/** Asks the authorizer's function about a client, as AWS IoT Core does. Throws ConnectionRefused. https://docs.aws.amazon.com/iot/latest/developerguide/custom-authorizer.html */
export async function authorize(call: ConnectCall, options: AuthorizerOptions): Promise<Authorization> {
  const { clientId } = call
  const name = authorizerName(call)
  const node = options.realtimes.find(({ authorizerName: known }) => known === name)
  if (node === undefined)
    throw new ConnectionRefused(clientId, name ? `no authorizer is named ${name}` : `it names no authorizer (${NAME})`)
  const runner = options.functions().get(node.functionArn)
  if (runner === undefined) throw new ConnectionRefused(clientId, `the function of ${node.id} is not there`)
  const answer = readAnswer(await invoke(runner, call))
  if (typeof answer === "string") throw new ConnectionRefused(clientId, answer)
  const allows = compile(answer.policyDocuments, clientId, node)
  if (!allows("Connect", clientId)) throw new ConnectionRefused(clientId, "its policy does not allow iot:Connect")
  return { allows, disconnectAfter: answer.disconnectAfterInSeconds, refreshAfter: answer.refreshAfterInSeconds }
}

async function invoke(runner: Pick<FunctionRunner, "invoke">, call: ConnectCall): Promise<unknown> {
  try {
    return await runner.invoke(authorizerEvent(call), { trigger: "iot" })
  } catch (cause) {
    throw new ConnectionRefused(call.clientId, "the authorizer failed", { cause })
  }
}

/** A policy that cannot be judged allows nothing. The account is that of the function. */
function compile(documents: readonly string[], clientId: string, { functionArn }: RealtimeNode): ConnectionPolicy {
  const [, , , region = "", accountId = ""] = functionArn.split(":")
  try {
    return connectionPolicy(documents, { clientId, region, accountId })
  } catch (cause) {
    throw new ConnectionRefused(clientId, cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html; without TLS there is nothing to say of it, without signing there is no token. */
function authorizerEvent({ id, request, clientId, username, password }: ConnectCall): object {
  const { headers, url = "" } = request
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const)
  const queryString = url.includes("?") ? url.slice(url.indexOf("?")) : ""
  return {
    signatureVerified: false,
    protocols: ["http", "mqtt"],
    protocolData: {
      http: { headers: Object.fromEntries(texts), queryString },
      mqtt: {
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password: password.toString("base64") }),
        clientId,
      },
    },
    connectionMetadata: { id },
  }
}

/** In the WebSocket's address, its headers, or behind the user name. https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth.html */
function authorizerName({ request, username = "" }: ConnectCall): string | undefined {
  const header = request.headers[NAME]
  return queryOf(request.url ?? "").get(NAME) ?? (header && String(header)) ?? queryOf(username).get(NAME) ?? undefined
}

function queryOf(text: string): URLSearchParams {
  return new URLSearchParams(text.includes("?") ? text.slice(text.indexOf("?") + 1) : "")
}
