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

/** What the page may load and whom it may talk to, on every answer. */
const headers = $resolve([bucketUrl, issuer, loginUrl, realtimeEndpoint]).apply(
  ([bucket, provider, login, endpoint]) => ({
    ...securityHeaders({
      connect: [bucket, new URL(provider).origin, login, `wss://${endpoint}`, ...tilesOrigins(tiles)],
      images: [bucket],
    }),
    "strict-transport-security": "max-age=31536000; includeSubDomains",
  }),
)

/** A CloudFront Function's statement. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html */
const addHeaders = headers.apply(
  (values) =>
    `Object.assign(event.response.headers, ${JSON.stringify(
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
    )})`,
)

/** A domain in a hosted zone of the account; without one the address is CloudFront's own. */
const domain = process.env["DARKROOM_DOMAIN"] || undefined

/** The one public address, with AWS's managed rules and a rate for each address in front. The page and its API are behind it. */
export const router = published
  ? new sst.aws.Router("Router", {
      ...(domain ? { domain } : {}),
      waf: { rateLimitPerIp: requestsPerAddress },
      edge: { viewerResponse: { injection: addHeaders } },
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
      allowedOrigins: router ? [router.url] : ["http://127.0.0.1:*", "http://localhost:*"],
      allowedMethods: ["GET", "POST"],
      allowedHeaders: ["*"],
      exposeHeaders: ["ETag"],
      maxAgeSeconds: 3600,
    },
  ],
})
