import { all, type Resources } from "./resources.ts"

interface DistributionState {
  readonly customErrorResponses?: readonly { readonly errorCode: number; readonly errorCachingMinTtl?: number }[]
  readonly defaultCacheBehavior: { readonly responseHeadersPolicyId?: string }
  readonly orderedCacheBehaviors?: readonly { readonly responseHeadersPolicyId?: string }[]
}

const distributionsOf = (resources: Resources) => all<DistributionState>(resources, "cloudfront/distribution")

/** What CloudFront caches whatever the origin's headers say. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html */
const CACHED_ERRORS = [404, 405, 414, 500, 501, 502, 503, 504]

/**
 * CloudFront does not keep the error that one user gets for others who ask for the same address; by default it does for ten seconds.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
export function errorCaching(resources: Resources): string[] {
  return distributionsOf(resources).flatMap(({ name, state }) =>
    CACHED_ERRORS.flatMap((code) => {
      const { errorCachingMinTtl: ttl = 10 } =
        state.customErrorResponses?.find(({ errorCode }) => errorCode === code) ?? {}
      return ttl > 0 ? [`${name}: keeps a ${code} for ${ttl} s`] : []
    }),
  )
}

/**
 * Security headers come from a response headers policy: viewer-response functions do not run at status 400 and above.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
 */
export function responseHeaders(resources: Resources): string[] {
  return distributionsOf(resources).flatMap(({ name, state }) =>
    [state.defaultCacheBehavior, ...(state.orderedCacheBehaviors ?? [])].flatMap((behavior, index) =>
      behavior.responseHeadersPolicyId ? [] : [`${name}: behavior ${index} has no response headers policy`],
    ),
  )
}
