export interface PageSources {
  /** Origins that the page talks to besides its own: S3, the login, the realtime endpoint, map tiles. */
  readonly connect: readonly string[]
  /** Origins of pictures and videos besides its own. */
  readonly images: readonly string[]
}

export type SecurityHeader =
  | "content-security-policy"
  | "cross-origin-opener-policy"
  | "permissions-policy"
  | "referrer-policy"
  | "x-content-type-options"

/** What whoever serves the page answers with: nothing runs, loads or embeds it that is not named here. https://www.w3.org/TR/CSP3/ */
export function securityHeaders({ connect, images }: PageSources): Readonly<Record<SecurityHeader, string>> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      ["img-src 'self' data: blob:", ...images].join(" "),
      ["media-src 'self' blob:", ...images].join(" "),
      "font-src 'self'",
      ["connect-src 'self'", ...connect].join(" "),
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; "),
    // The login's window answers the page that opened it.
    "cross-origin-opener-policy": "same-origin-allow-popups",
    "permissions-policy": "camera=(), geolocation=(self), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  }
}
