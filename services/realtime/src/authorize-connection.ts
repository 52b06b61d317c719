import { type Deps, defaultDeps } from "./deps.ts"
import { BadToken } from "./errors.ts"
import { ownTopicPolicy, type PolicyDocument } from "./own-topic-policy.ts"
import type { Claims } from "./verify-token.ts"

/** What AWS IoT is told of who wants to connect. https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html */
export type Authorization =
  | { readonly isAuthenticated: false }
  | {
      readonly isAuthenticated: true
      readonly principalId: string
      readonly disconnectAfterInSeconds: number
      readonly refreshAfterInSeconds: number
      readonly policyDocuments: readonly PolicyDocument[]
    }

/** AWS IoT takes no less and no more. */
const LEAST_SECONDS = 300
const MOST_SECONDS = 86_400

/** Lets the owner of an access token, which comes as the MQTT password, connect for as long as the token is valid. */
export async function authorizeConnection(
  event: unknown,
  { invokedFunctionArn }: { readonly invokedFunctionArn: string },
  deps: Deps = defaultDeps(),
): Promise<Authorization> {
  const claims = await claimsOf(event, deps)
  if (claims === undefined) return { isAuthenticated: false }
  const left = Math.floor(claims.exp - deps.now() / 1000)
  return {
    isAuthenticated: true,
    // Letters and digits alone may be in it.
    principalId: claims.sub.replace(/[^a-zA-Z0-9]/g, ""),
    disconnectAfterInSeconds: Math.min(Math.max(left, LEAST_SECONDS), MOST_SECONDS),
    // The same token says the same again.
    refreshAfterInSeconds: MOST_SECONDS,
    policyDocuments: [ownTopicPolicy(claims.sub, deps.topicPrefix, invokedFunctionArn)],
  }
}

/** Undefined for who is not let in. */
async function claimsOf(event: unknown, deps: Deps): Promise<Claims | undefined> {
  const { password, connectionId } = connectionOf(event)
  try {
    if (password === undefined) throw new BadToken("there is none")
    return await deps.verify(Buffer.from(password, "base64").toString())
  } catch (error) {
    if (!(error instanceof BadToken)) throw error
    deps.log({ message: `A token was refused: ${error.message}`, connectionId })
    return undefined
  }
}

function connectionOf(event: unknown): { password: string | undefined; connectionId: string } {
  const password = at(event, "protocolData", "mqtt", "password")
  const id = at(event, "connectionMetadata", "id")
  return {
    password: typeof password === "string" && password !== "" ? password : undefined,
    connectionId: typeof id === "string" ? id : "unknown",
  }
}

function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((found, name) => (found as Record<string, unknown> | null | undefined)?.[name], value)
}
