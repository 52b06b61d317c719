import { createHash, createHmac } from "node:crypto"

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
  const key = scope.split("/").reduce<Buffer | string>(hmac, `AWS4${secret}`)
  return hmac(key, text).toString("hex")
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex")
}

const hmac = (key: Buffer | string, data: string) => createHmac("sha256", key).update(data).digest()
