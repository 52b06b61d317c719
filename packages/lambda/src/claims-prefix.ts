/** Where payloads go that are too large for an event; by itself so that the stacks can import it and nothing else. */
export const CLAIMS_PREFIX = "claims/"
