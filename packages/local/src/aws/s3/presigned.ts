import { S3Error } from "./errors.ts"

const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
const MAXIMUM_SECONDS = 7 * 24 * 3600

/** Refuses a presigned URL after its time. The gateway verifies the signature. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
export function checkPresigned(query: URLSearchParams, now: number): void {
  if (!query.has("X-Amz-Algorithm")) return
  const date = query.get("X-Amz-Date") ?? ""
  const expires = query.get("X-Amz-Expires") ?? ""
  const seconds = /^\d+$/.test(expires) ? Number(expires) : NaN
  if (!DATE.test(date)) throw badQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  if (!(seconds <= MAXIMUM_SECONDS)) throw badQuery("X-Amz-Expires must be a number of seconds below a week")
  const end = Date.parse(date.replace(DATE, "$1-$2-$3T$4:$5:$6Z")) + seconds * 1000
  if (now > end) throw expired(expires, end, now)
}

const badQuery = (message: string) => new S3Error("AuthorizationQueryParametersError", message)

function expired(seconds: string, end: number, now: number): S3Error {
  const [Expires, ServerTime] = [end, now].map((time) => new Date(time).toISOString().replace(/\.\d+/, ""))
  return new S3Error("AccessDenied", "Request has expired", 403, { "X-Amz-Expires": seconds, Expires, ServerTime })
}
