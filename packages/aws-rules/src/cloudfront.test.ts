import { errorCaching, responseHeaders } from "./cloudfront.ts"
import { changed, keeps, stateOf } from "./stages.fixture.ts"

const distribution = stateOf("RouterCdnDistribution") as {
  customErrorResponses: { errorCode: number; errorCachingMinTtl?: number }[]
  defaultCacheBehavior: object
}
const responses = (change: (code: number) => object | undefined) => ({
  customErrorResponses: distribution.customErrorResponses.flatMap((each) => change(each.errorCode) ?? each),
})

keeps(errorCaching, {
  broken: {
    "a 404 that is left to the default": [
      changed(
        "RouterCdnDistribution",
        responses((code) => (code === 404 ? [] : undefined)),
      ),
      "RouterCdnDistribution: keeps a 404 for 10 s",
    ],
    "a 503 that is kept": [
      changed(
        "RouterCdnDistribution",
        responses((code) => (code === 503 ? { errorCode: 503, errorCachingMinTtl: 1 } : undefined)),
      ),
      "RouterCdnDistribution: keeps a 503 for 1 s",
    ],
  },
})

keeps(responseHeaders, {
  broken: {
    "a behavior without security headers": [
      changed("RouterCdnDistribution", { orderedCacheBehaviors: [{}] }),
      "RouterCdnDistribution: behavior 1 has no response headers policy",
    ],
  },
})
