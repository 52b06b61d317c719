import { mapTiles, tilesOrigins } from "@darkroom/web/map-tiles"
import { securityHeaders } from "@darkroom/web/security-headers"
import { headersConfig } from "./headers-config.ts"
import { published } from "./hosted.ts"
import { issuer, loginUrl } from "./identity.ts"
import { requestsPerAddress } from "./limits.ts"
import { originSecret } from "./origin-secret.ts"
import { photos } from "./storage.ts"

/** Maps are pictures from somebody's server: none unless the environment of the deployment names one. */
export const tiles = mapTiles(process.env)

export const realtimeEndpoint = aws.iot.getEndpointOutput({ endpointType: "iot:Data-ATS" }).endpointAddress

const bucketUrl = $interpolate`https://${photos.nodes.bucket.bucketRegionalDomainName}`

/** What the page may load and whom it may talk to. */
const headers = $resolve([bucketUrl, issuer, loginUrl, realtimeEndpoint]).apply(([bucket, provider, login, endpoint]) =>
  securityHeaders({
    connect: [bucket, new URL(provider).origin, login, `wss://${endpoint}`, ...tilesOrigins(tiles)],
    images: [bucket],
  }),
)

/** A domain in a hosted zone of the account; without one the address is CloudFront's own. */
const domain = process.env["DARKROOM_DOMAIN"] || undefined

/**
 * Adds the headers to every answer, errors too. CloudFront runs no viewer-response function when the origin answers 400 or above.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
 */
const headersPolicy = published
  ? new aws.cloudfront.ResponseHeadersPolicy("SecurityHeaders", {
      name: `${$app.name}-${$app.stage}-SecurityHeaders`,
      ...headersConfig(headers),
    })
  : undefined

/**
 * CloudFront keeps these errors of an origin for 10 seconds by default, and gives them to everybody who asks for the same address meanwhile.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const uncachedErrors = [404, 405, 414, 500, 501, 502, 503, 504].map((errorCode) => ({
  errorCode,
  errorCachingMinTtl: 0,
}))

/**
 * A statement of the router's function, which sets the header on what goes to an origin, in place of one that a viewer has sent.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
const addOriginSecret = $interpolate`event.request.headers["x-darkroom-origin"] = { value: "${originSecret ?? ""}" };`

/** The one public address, with AWS's managed rules and a rate for each address in front. The page and its API are behind it. */
export const router = published
  ? new sst.aws.Router("Router", {
      ...(domain ? { domain } : {}),
      waf: { rateLimitPerIp: requestsPerAddress },
      edge: { viewerRequest: { injection: addOriginSecret } },
      transform: {
        cdn: (cdn) => {
          cdn.customErrorResponses = uncachedErrors
          cdn.defaultCacheBehavior = $output(cdn.defaultCacheBehavior).apply((behavior) => ({
            ...behavior,
            responseHeadersPolicyId: headersPolicy!.id,
          }))
        },
      },
    })
  : undefined

/** Where `sst dev` has Vite serve the page. */
export const DEV_PAGE = "http://localhost:5173"

const origin = router?.url ?? ($dev ? DEV_PAGE : undefined)

/** Where managed login may send people back to. */
export const pageUrls = origin ? [$interpolate`${origin}/`, $interpolate`${origin}/callback`] : []

// Who may upload by form from a browser, and read what presigned URLs give.
new aws.s3.BucketCorsConfiguration("PhotosCors", {
  bucket: photos.name,
  corsRules: [
    {
      allowedOrigins: [router?.url ?? DEV_PAGE],
      allowedMethods: ["GET", "POST"],
      allowedHeaders: ["*"],
      exposeHeaders: ["ETag"],
      maxAgeSeconds: 3600,
    },
  ],
})
