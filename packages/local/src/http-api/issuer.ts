import type { JSONWebKeySet } from "jose"

/** Who signs tokens: what is known of it without asking it. */
export interface Issuer {
  /** As in its tokens' `iss`. */
  readonly url: string
  /** Its public keys. */
  readonly keys: JSONWebKeySet
}
