import type { RealtimeNode, UserPoolNode } from "../../graph.ts"
import type { FindAll, State } from "../resources.ts"

export function userPoolNodes(all: FindAll): UserPoolNode[] {
  return all("aws:cognito/userPool:UserPool").map(({ id, state }) => ({
    id: id.replace(/UserPool$/, ""),
    poolId: state["id"],
    name: state["name"],
    issuer: `https://${String(state["endpoint"])}`,
    groups: all("aws:cognito/userGroup:UserGroup")
      .filter((group) => group.state["userPoolId"] === state["id"])
      .map((group) => group.state["name"]),
    clients: all("aws:cognito/userPoolClient:UserPoolClient")
      .filter((client) => client.state["userPoolId"] === state["id"])
      .map((client) => ({
        id: client.id.replace(/Client$/, ""),
        clientId: client.state["id"],
        callbackUrls: client.state["callbackUrls"] ?? [],
        logoutUrls: client.state["logoutUrls"] ?? [],
        flows: client.state["allowedOauthFlows"] ?? [],
        scopes: client.state["allowedOauthScopes"] ?? [],
        ...(lacksStyle(client.state, all) ? { withoutStyle: true } : {}),
      })),
  }))
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html */
function lacksStyle(client: State, all: FindAll): boolean {
  const hasManagedLogin = all("aws:cognito/userPoolDomain:UserPoolDomain").some(
    ({ state }) => state["userPoolId"] === client["userPoolId"] && state["managedLoginVersion"] === 2,
  )
  const styles = all("aws:cognito/managedLoginBranding:ManagedLoginBranding")
  return hasManagedLogin && !styles.some(({ state }) => state["clientId"] === client["id"])
}

export function realtimeNodes(all: FindAll): RealtimeNode[] {
  return all("aws:iot/authorizer:Authorizer").map(({ id, state }) => ({
    id: id.replace(/Authorizer$/, ""),
    authorizerName: state["name"],
    functionArn: state["authorizerFunctionArn"],
  }))
}
