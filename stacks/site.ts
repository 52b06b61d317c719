import { mapTiles, tilesOrigins } from "@darkroom/web/map-tiles"
import { securityHeaders } from "@darkroom/web/security-headers"
import { published } from "./hosted.ts"
import { issuer, loginUrl } from "./identity.ts"
import { requestsPerAddress } from "./limits.ts"
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

/**
 * The headers on every answer. A function at viewer-response is not called for a status of 400 and above.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-response-headers.html
 */
const createHeadersPolicy = () =>
  new aws.cloudfront.ResponseHeadersPolicy("PageHeaders", {
    securityHeadersConfig: {
      contentSecurityPolicy: {
        contentSecurityPolicy: headers.apply((values) => values["content-security-policy"]),
        override: true,
      },
      contentTypeOptions: { override: true },
      referrerPolicy: { referrerPolicy: headers.apply((values) => values["referrer-policy"]), override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, includeSubdomains: true, override: true },
    },
    customHeadersConfig: {
      items: (["cross-origin-opener-policy", "permissions-policy"] as const).map((header) => ({
        header,
        value: headers.apply((values) => values[header]),
        override: true,
      })),
    },
  })

/**
 * CloudFront would keep an origin's error for 10 seconds and give it to everybody who asks the same.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const uncachedErrors = [500, 502, 503, 504].map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 }))

/** A domain in a hosted zone of the account; without one the address is CloudFront's own. */
const domain = process.env["DARKROOM_DOMAIN"] || undefined

/** The one public address, with AWS's managed rules and a rate for each address in front. The page and its API are behind it. */
export const router = published
  ? new sst.aws.Router("Router", {
      ...(domain ? { domain } : {}),
      waf: { rateLimitPerIp: requestsPerAddress },
      transform: {
        cdn: (cdn) => {
          const responseHeadersPolicyId = createHeadersPolicy().id
          cdn.customErrorResponses = uncachedErrors
          cdn.defaultCacheBehavior = $output(cdn.defaultCacheBehavior).apply((behavior) => ({
            ...behavior,
            responseHeadersPolicyId,
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
