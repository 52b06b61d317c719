import { integrationTimeouts, originSecrets, routeCounts, throttles } from "./api-gateway.ts"
import { all } from "./resources.ts"
import { added, changed, keeps, production, stateOf } from "./stages.fixture.ts"

keeps(throttles, {
  broken: {
    "an open route without a throttle": [
      changed("GalleryStage", { defaultRouteSettings: undefined }),
      "GalleryStage: has an open route and no throttle",
    ],
  },
})

const { environment, ...rest } = stateOf("GalleryApiFunction") as { environment: { variables: Record<string, string> } }
const { DARKROOM_ORIGIN_SECRET: _, ...others } = environment.variables
const oneRoute = production.filter(({ name }) => !name.startsWith("GalleryRouteBbovca"))

keeps(originSecrets, {
  broken: {
    "a function behind CloudFront that knows no secret": [
      changed("GalleryApiFunction", { ...rest, environment: { variables: others } }, oneRoute),
      "GET /openapi.json: CloudFront sends no secret that GalleryApiFunction knows",
    ],
    "a CloudFront function that sends none": [
      changed("RouterCloudfrontFunctionRequest", { code: "" }, oneRoute),
      /^GET \/openapi\.json: CloudFront sends no secret/,
    ],
  },
})

const [integration] = all(production, "apigatewayv2/integration").map(({ name }) => name)

keeps(integrationTimeouts, {
  broken: {
    "a function that runs longer than the API waits": [
      changed("GalleryApiFunction", { timeout: 31 }, oneRoute),
      `${integration}: waits 30000 ms, and GalleryApiFunction may run 31000 ms`,
    ],
    "an API that waits longer than API Gateway does": [
      changed(integration!, { timeoutMilliseconds: 30_001 }),
      `${integration}: waits 30001 ms, and API Gateway takes 30000`,
    ],
  },
})

const { apiId } = stateOf("GalleryStage")
const many = Array.from({ length: 299 }, (_, index) => `GET /${index}`)

keeps(routeCounts, {
  broken: {
    "more routes than the quota": [
      many.reduce(
        (resources, routeKey) => added("apigatewayv2/route", routeKey, { apiId, routeKey }, resources),
        production,
      ),
      /: has 301 routes, and 300 is the quota$/,
    ],
  },
})
