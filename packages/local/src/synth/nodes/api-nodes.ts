import type { ApiNode, ApiRouteNode } from "../../graph.ts"
import { type FindAll, type Found, optional, type State } from "../resources.ts"

/** HTTP APIs. Routes to anything but functions are not run. */
export function apiNodes(all: FindAll): ApiNode[] {
  return all("aws:apigatewayv2/api:Api")
    .filter(({ state }) => state["protocolType"] === "HTTP")
    .map((api) => apiNode(api, all))
}

function apiNode({ id, state }: Found, all: FindAll): ApiNode {
  const of = (type: string) => all(type).filter((found) => found.state["apiId"] === state["id"])
  const integrations = of("aws:apigatewayv2/integration:Integration")
  const authorizers = of("aws:apigatewayv2/authorizer:Authorizer")
  return {
    id: id.replace(/Api$/, ""),
    apiId: state["id"],
    name: state["name"],
    ...optional("cors", corsOf(state["corsConfiguration"])),
    routes: of("aws:apigatewayv2/route:Route").flatMap((route) => routeNode(route.state, integrations, authorizers)),
  }
}

function corsOf(cors: State | undefined): ApiNode["cors"] {
  if (cors === undefined) return undefined
  return {
    allowOrigins: cors["allowOrigins"] ?? [],
    allowMethods: cors["allowMethods"] ?? [],
    allowHeaders: cors["allowHeaders"] ?? [],
    exposeHeaders: cors["exposeHeaders"] ?? [],
    ...optional("allowCredentials", cors["allowCredentials"] as boolean | undefined),
    ...optional("maxAge", cors["maxAge"] as number | undefined),
  }
}

function routeNode(state: State, integrations: readonly Found[], authorizers: readonly Found[]): ApiRouteNode[] {
  const integration = integrations.find((found) => state["target"] === `integrations/${String(found.state["id"])}`)
  const functionArn: string | undefined = integration?.state["integrationUri"]
  if (!functionArn?.startsWith("arn:aws:lambda:")) return []
  const jwt = authorizers.find((found) => found.state["id"] === state["authorizerId"])?.state["jwtConfiguration"]
  return [
    {
      routeKey: state["routeKey"],
      functionArn,
      ...(jwt ? { authorizer: { issuer: jwt.issuer, audiences: jwt.audiences ?? [] } } : {}),
      ...optional("scopes", state["authorizationScopes"] as string[] | undefined),
    },
  ]
}
