import { messageOf } from "../errors.ts"
import { Miss } from "./miss.ts"

/** How long an answer may take: longer than the API's function, and than a cold start. */
const ANSWER_SECONDS = 25

export interface Asking {
  readonly signal: AbortSignal
  /** Where to look next if nobody answers. */
  readonly next: string
}

/**
 * Sends a request and gives its answer, whatever its status. No header tells where it comes from: it is no browser's. Throws Miss
 * where no answer comes in time.
 */
export async function ask(url: string, { signal, next }: Asking, init: RequestInit = {}): Promise<Response> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_SECONDS * 1_000)])
  return fetch(url, { redirect: "manual", ...init, signal: limited }).catch((error: unknown) => {
    const cause = (error as Error).cause ?? error
    throw new Miss(
      { expected: `an answer of ${url} within ${ANSWER_SECONDS} s`, found: messageOf(cause), next },
      { cause: error },
    )
  })
}

/** `503, "Service Unavailable"`: the status of an answer and how its text begins. */
export async function answerText(response: Response): Promise<string> {
  const text = (await response.text().catch(() => "")).replaceAll(/<style[\s\S]*?<\/style>|<[^>]*>|\s+/g, " ").trim()
  const begin = text.replaceAll(/\s+/g, " ").slice(0, 400)
  return begin === "" ? `status ${response.status}` : `status ${response.status}, "${begin}"`
}
