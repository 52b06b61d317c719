/** Those that a response headers policy has fields for; CloudFront refuses them among the custom headers. */
const FIELDS = [
  "content-security-policy",
  "referrer-policy",
  "strict-transport-security",
  "x-content-type-options",
  "x-frame-options",
]

/**
 * Headers as a response headers policy has them. They replace what the origin sends.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export function headersConfig(headers: $util.Output<Readonly<Record<string, string>>>) {
  return {
    securityHeadersConfig: headers.apply((values) => ({
      contentSecurityPolicy: { contentSecurityPolicy: values["content-security-policy"], override: true },
      contentTypeOptions: { override: true },
      referrerPolicy: { referrerPolicy: values["referrer-policy"], override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, includeSubdomains: true, override: true },
    })),
    customHeadersConfig: headers.apply((values) => ({
      items: Object.entries(values)
        .filter(([header]) => !FIELDS.includes(header))
        .map(([header, value]) => ({ header, value, override: true })),
    })),
  }
}
