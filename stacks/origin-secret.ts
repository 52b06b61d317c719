import { published } from "./hosted.ts"

/**
 * CloudFront adds it to what it asks of the API, and the API refuses what comes without: nobody gets past the firewall by the API's own
 * address, which an HTTP API without a domain of its own cannot turn off. The state has it encrypted. A stage without CloudFront has none.
 */
export const originSecret = published ? await createSecret() : undefined

/** SST loads sst.config.ts once before it has installed its components, this package among them. */
async function createSecret() {
  const { RandomPassword } = await import("@pulumi/random")
  return new RandomPassword("OriginSecret", { length: 48, special: false }).result
}
