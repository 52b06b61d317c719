import type http from "node:http"

const POLICY = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "connect-src": "'self'",
  "img-src": "data:",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
}

/** Of all answers. Nothing from elsewhere, nothing inline: what events and keys say is never run. */
export const HEADERS: http.OutgoingHttpHeaders = {
  "content-security-policy": Object.entries(POLICY)
    .map((entry) => entry.join(" "))
    .join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
}
