import type { SecurityHeader } from "@darkroom/web/security-headers"

/**
 * Headers as a response headers policy has them: some in fields of their own, which CloudFront refuses among the others. They replace what
 * the origin sends. The page's own origin is always HTTPS, which only CloudFront can promise.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export function headersConfig(headers: $util.Output<Readonly<Record<SecurityHeader, string>>>) {
  const parts = headers.apply(
    ({
      "content-security-policy": contentSecurityPolicy,
      "referrer-policy": referrerPolicy,
      "x-content-type-options": _nosniff,
      ...custom
    }) => ({ contentSecurityPolicy, referrerPolicy, custom }),
  )
  return {
    securityHeadersConfig: parts.apply(({ contentSecurityPolicy, referrerPolicy }) => ({
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      contentTypeOptions: { override: true },
      referrerPolicy: { referrerPolicy, override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, includeSubdomains: true, override: true },
    })),
    customHeadersConfig: parts.apply(({ custom }) => ({
      items: Object.entries(custom).map(([header, value]) => ({ header, value, override: true })),
    })),
  }
}
