import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto"

export const ALGORITHM = "AWS4-HMAC-SHA256"

/** What clients of the engine sign with. It is no secret: browsers are not let in with it. */
export const SECRET = "local"

/** The signature of a canonical request. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function signatureOf(
  canonical: string,
  { date, scope, secret }: { date: string; scope: string; secret: string },
) {
  const toSign = [ALGORITHM, date, scope, sha256(canonical)].join("\n")
  return signText(toSign, scope, secret)
}

/** A text signed by the secret for one scope, `<date>/<region>/<service>/aws4_request`; hexadecimal. */
export function signText(text: string, scope: string, secret: string): string {
  return hmac(signingKey(scope, secret), text).toString("hex")
}

/** Keys by scope and secret: one for each day, region, service and secret. */
const signingKeys = new Map<string, KeyObject>()

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#derive-signing-key */
function signingKey(scope: string, secret: string): KeyObject {
  const name = `${scope} ${secret}`
  const known = signingKeys.get(name)
  if (known) return known
  const key = createSecretKey(scope.split("/").reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`)))
  // Callers choose the scope, so the map needs a bound.
  if (signingKeys.size >= 100) signingKeys.clear()
  signingKeys.set(name, key)
  return key
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex")
}

const hmac = (key: Buffer | KeyObject, data: string) => createHmac("sha256", key).update(data).digest()
