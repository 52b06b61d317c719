import { REGION } from "./account.ts"

// Where the engine serves what has an address of its own on AWS.
export const API_PREFIX = "/_apis/"
export const USERS_PREFIX = "/_users/"
export const LIVE_PATH = "/_live"
export const PAGE_PREFIX = "/gallery/"

/** AWS's addresses in a text as those of the engine: of queues, APIs and user pools. */
export function localAddresses(text: string, endpoint: string): string {
  return text
    .replaceAll(`https://sqs.${REGION}.amazonaws.com/`, `${endpoint}/`)
    .replaceAll(`https://cognito-idp.${REGION}.amazonaws.com/`, `${endpoint}${USERS_PREFIX}`)
    .replace(/https:\/\/([a-z0-9-]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g, `${endpoint}${API_PREFIX}$1`)
}
