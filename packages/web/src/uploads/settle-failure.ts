import { failure, type Verdict } from "./failures.ts"
import type { UploadError, UploadItem } from "./upload-item.ts"
import { giveBack, type Work } from "./work.ts"

/** Of what only time can cure. */
const ATTEMPTS = 5
const FIRST_PAUSE = 1000

export const OFFLINE = failure("Offline", "Waiting for the network.")
const INTERRUPTED = failure("Interrupted", "The connection broke off.")

/** Puts an item to where its failure leads. */
export function settleFailure(work: Work, item: UploadItem, verdict: Verdict): void {
  const { list } = work
  switch (verdict.kind) {
    case "fail":
      return fail(work, item, verdict.error)
    case "limit":
      return list.move(item.clientId, "held", { error: verdict.error, sent: 0 })
    case "again":
      return tryAgain(work, item, verdict.error)
    case "sign":
      return signAgain(work, item, verdict.error)
    case "network":
      return list.move(item.clientId, "held", { error: OFFLINE, sent: 0 })
  }
}

/** A connection broke off although the server can be reached. */
export const interrupted = (work: Work, item: UploadItem) => tryAgain(work, item, INTERRUPTED)

function fail(work: Work, item: UploadItem, error: UploadError): void {
  void giveBack(work, item)
  // Other bytes have another checksum.
  const sha256 = error.code === "FileChanged" ? undefined : item.sha256
  work.list.move(item.clientId, "failed", { error, sent: 0, form: undefined, sha256 })
}

function tryAgain(work: Work, item: UploadItem, error: UploadError): void {
  const attempts = item.attempts + 1
  if (attempts >= ATTEMPTS) return fail(work, item, { ...error, message: `${error.message} Tried ${attempts} times.` })
  const opensAt = work.deps.clock.now() + FIRST_PAUSE * 2 ** item.attempts
  work.list.move(item.clientId, "held", { error: { ...error, opensAt }, attempts, sent: 0 })
}

function signAgain(work: Work, item: UploadItem, error: UploadError): void {
  if (item.signedAgain) return fail(work, item, error)
  // The form stays until the next one is asked for, which gives its reservation back before.
  const form = item.form && { ...item.form, expiresAt: new Date(0).toISOString() }
  work.list.move(item.clientId, "waiting", { form, signedAgain: true, sent: 0 })
}
