import { RandomPassword } from "@pulumi/random"
import { published } from "./hosted.ts"

/**
 * CloudFront adds it to what it asks of the API, and the API refuses what comes without: nobody gets past the firewall by the API's own
 * address, which an HTTP API without a domain of its own cannot turn off. The state has it encrypted. A stage without CloudFront has none.
 */
export const originSecret = published
  ? new RandomPassword("OriginSecret", { length: 48, special: false }).result
  : undefined
