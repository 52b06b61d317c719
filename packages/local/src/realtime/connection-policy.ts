import { compileStatement } from "../iam/policy.ts"
import { policyStatements } from "../iam/statement.ts"
import { literally } from "../iam/wildcard.ts"

/** What a client can do, and to what: https://docs.aws.amazon.com/iot/latest/developerguide/iot-action-resources.html */
const RESOURCES = { Connect: "client", Subscribe: "topicfilter", Receive: "topic", Publish: "topic" } as const

export type ClientAction = keyof typeof RESOURCES

/** Whether the policies allow an action on a client id, topic filter or topic. */
export type ConnectionPolicy = (action: ClientAction, name: string) => boolean

interface PolicyOptions {
  readonly clientId: string
  readonly region: string
  readonly accountId: string
}

/** Compiles the policies that an authorizer gave a client. Throws UnsupportedPolicy; SyntaxError for what is no JSON. */
export function connectionPolicy(
  documents: readonly string[],
  { clientId, region, accountId }: PolicyOptions,
): ConnectionPolicy {
  const owner = `the client ${clientId}`
  const compiled = documents
    .flatMap((document) => policyStatements(withClientId(document, clientId), owner))
    .map((statement) => ({ effect: statement.effect, matches: compileStatement(statement, owner) }))
  return (action, name) => {
    const resource = `arn:aws:iot:${region}:${accountId}:${RESOURCES[action]}/${name}`
    const found = compiled.filter(({ matches }) => matches({ action: `iot:${action}`, resource }))
    return found.length > 0 && found.every(({ effect }) => effect === "allow")
  }
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/basic-policy-variables.html */
function withClientId(document: string, clientId: string): string {
  const text = JSON.stringify(literally(clientId)).slice(1, -1)
  return document.replace(/\$\{iot:ClientId\}/gi, () => text)
}
