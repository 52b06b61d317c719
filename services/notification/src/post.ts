/** Standard Webhooks recommends 15 to 30 seconds. */
const TIMEOUT_MILLISECONDS = 15_000

export interface Request {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Answer {
  readonly status: number
  /** Seconds to wait that the receiver asks for. */
  readonly retryAfter: number | undefined
}

/** Sends it once. Follows no redirect, and reads nothing of the answer but its head. Throws where there is none in time. */
export async function post({ url, headers, body }: Request, timeout = TIMEOUT_MILLISECONDS): Promise<Answer> {
  const signal = AbortSignal.timeout(timeout)
  const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal })
  // What is wrong with the rest of an answer does not change what it says.
  await response.body?.cancel().catch(() => {})
  return { status: response.status, retryAfter: secondsUntil(response.headers.get("retry-after")) }
}

/** Seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
export function secondsUntil(retryAfter: string | null, now = Date.now()): number | undefined {
  if (retryAfter === null) return undefined
  if (/^\s*\d+\s*$/.test(retryAfter)) return Number(retryAfter)
  const seconds = Math.ceil((Date.parse(retryAfter) - now) / 1000)
  return seconds > 0 ? seconds : undefined
}
