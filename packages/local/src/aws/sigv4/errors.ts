import { isByBrowser } from "../../own-origin.ts"
import { AwsError } from "../errors.ts"

type Codes = readonly [s3: string, query: string, json: string]

/** The same mistake has another name in each protocol; the JSON services answer 400 to it, the others 403. */
function signatureError(service: string, [s3, query, json]: Codes, message: string): AwsError {
  if (service === "s3") return new AwsError(s3, message, 403)
  return service === "sns" ? new AwsError(query, message, 403) : new AwsError(json, message, 400)
}

/** Thrown when the secret is another one, or the request was changed after it was signed. */
export function signatureDoesNotMatch(service: string, headers: Readonly<Record<string, string>>): AwsError {
  return signatureError(
    service,
    ["SignatureDoesNotMatch", "SignatureDoesNotMatch", "InvalidSignatureException"],
    `The request signature we calculated does not match the signature you provided. Check your key and signing method. ${hint(headers)}`,
  )
}

/** What the engine says beyond AWS's message. */
export function hint(headers: Readonly<Record<string, string>>): string {
  return isByBrowser(headers)
    ? "The offline engine takes from a browser only what a function of the app has signed."
    : 'The offline engine\'s secret is "local" for every access key.'
}

/** Thrown for an access key that is neither the owner's nor a function's. */
export function unknownAccessKey(service: string, accessKeyId: string): AwsError {
  return signatureError(
    service,
    ["InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException"],
    `The AWS access key "${accessKeyId}" does not exist in our records. The offline engine knows "local" and the names of its functions.`,
  )
}

/** Thrown when what was to be signed was left out. */
export function incompleteSignature(service: string, message: string): AwsError {
  return signatureError(service, ["AccessDenied", "IncompleteSignature", "IncompleteSignatureException"], message)
}
