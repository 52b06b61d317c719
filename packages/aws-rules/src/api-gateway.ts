import { all, functionsOf, type Resource, type Resources, withArn } from "./resources.ts"

interface RouteState {
  readonly apiId: string
  readonly routeKey: string
  readonly authorizationType?: string
  readonly target: string
}

interface IntegrationState {
  readonly id: string
  readonly integrationUri: string
  readonly timeoutMilliseconds?: number
}

interface StageState {
  readonly apiId: string
  readonly defaultRouteSettings?: { readonly throttlingRateLimit?: number; readonly throttlingBurstLimit?: number }
}

const isOpen = ({ state }: Resource<RouteState>) => (state.authorizationType ?? "NONE") === "NONE"
const routesOf = (resources: Resources) => all<RouteState>(resources, "apigatewayv2/route")

function functionBehind(resources: Resources, { state }: Resource<RouteState>) {
  const id = state.target.replace("integrations/", "")
  const integration = all<IntegrationState>(resources, "apigatewayv2/integration").find((each) => each.state.id === id)
  return withArn(functionsOf(resources), integration?.state.integrationUri)
}

/**
 * An API with a route that anybody may call has throttles of its own, so that a flood does not take the account's.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export function throttles(resources: Resources): string[] {
  const open = new Set(
    routesOf(resources)
      .filter(isOpen)
      .map(({ state }) => state.apiId),
  )
  return all<StageState>(resources, "apigatewayv2/stage").flatMap(({ name, state }) => {
    const { throttlingRateLimit: rate = 0, throttlingBurstLimit: burst = 0 } = state.defaultRouteSettings ?? {}
    return open.has(state.apiId) && (rate <= 0 || burst <= 0) ? [`${name}: has an open route and no throttle`] : []
  })
}

interface ApiState {
  readonly id: string
  readonly disableExecuteApiEndpoint?: boolean
}

/**
 * Where CloudFront is in front of an API whose own address stays public, CloudFront adds a secret that the function behind each route knows.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
 */
export function originSecrets(resources: Resources): string[] {
  if (all(resources, "cloudfront/distribution").length === 0) return []
  const edge = all<{ code?: string }>(resources, "cloudfront/function").map(({ state }) => state.code ?? "")
  const open = all<ApiState>(resources, "apigatewayv2/api").filter(({ state }) => !state.disableExecuteApiEndpoint)
  const routes = routesOf(resources).filter(({ state }) => open.some((api) => api.state.id === state.apiId))
  return routes.flatMap((route) => {
    const { name = route.state.target, state } = functionBehind(resources, route) ?? {}
    const known = Object.values(state?.environment?.variables ?? {}).filter((value) => value.length >= 32)
    const isSent = known.some((secret) => edge.some((code) => code.includes(secret)))
    return isSent ? [] : [`${route.state.routeKey}: CloudFront sends no secret that ${name} knows`]
  })
}

/** Milliseconds. */
const INTEGRATION = 30_000

/**
 * An HTTP API waits 30 seconds for a function at most; a function that runs longer answers nobody.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export function integrationTimeouts(resources: Resources): string[] {
  return all<IntegrationState>(resources, "apigatewayv2/integration").flatMap(({ name, state }) => {
    const { timeoutMilliseconds: waits = INTEGRATION, integrationUri } = state
    const called = withArn(functionsOf(resources), integrationUri)
    const runs = (called?.state.timeout ?? 3) * 1_000
    return [
      ...(waits > INTEGRATION ? [`${name}: waits ${waits} ms, and API Gateway takes ${INTEGRATION}`] : []),
      ...(called && runs > waits ? [`${name}: waits ${waits} ms, and ${called.name} may run ${runs} ms`] : []),
    ]
  })
}

/** Routes and integrations of one HTTP API. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export function routeCounts(resources: Resources): string[] {
  return all<ApiState>(resources, "apigatewayv2/api").flatMap(({ name, state }) => {
    const count = routesOf(resources).filter((route) => route.state.apiId === state.id).length
    return count > 300 ? [`${name}: has ${count} routes, and 300 is the quota`] : []
  })
}
