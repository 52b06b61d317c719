import { requestsPerAddress } from "./limits.ts"

/** On a laptop the engine itself serves the page and its API. */
const hosted = $app.stage !== "local"

/** The one public address, with AWS's managed rules and a rate for each address in front. The page and its API are behind it. */
export const router = hosted ? new sst.aws.Router("Router", { waf: { rateLimitPerIp: requestsPerAddress } }) : undefined

/** Where managed login may send people back to. */
export const pageUrls = router ? [$interpolate`${router.url}/`, $interpolate`${router.url}/callback`] : []

/** Who may upload by form from a browser, and read what presigned URLs give. */
export const pageOrigins = router ? [router.url] : ["http://127.0.0.1:*", "http://localhost:*"]
