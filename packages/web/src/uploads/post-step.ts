import { verdictOf } from "./failures.ts"
import { FILE_GONE, unreadable } from "./hash-step.ts"
import { interrupted, settleFailure } from "./settle-failure.ts"
import type { UploadItem } from "./upload-item.ts"
import { hasValidForm, type Work } from "./work.ts"

const AT_ONCE = 4

/** Posts files to S3, several at once. */
export function postStep(work: Work): () => void {
  const { list, deps, gate } = work
  return () => {
    if (!gate.isOpen()) return
    const now = deps.clock.now()
    const free = AT_ONCE - list.all().filter(({ state }) => state === "uploading").length
    const ready = list.all().filter((item) => item.state === "waiting" && item.sha256 && hasValidForm(item, now))
    for (const item of ready.slice(0, Math.max(0, free))) void post(work, item).finally(work.pump)
  }
}

async function post(work: Work, { clientId, form, size }: UploadItem): Promise<void> {
  const { list, deps, files, posts } = work
  const controller = new AbortController()
  const { signal } = controller
  posts.set(clientId, controller)
  list.move(clientId, "uploading", { sent: 0 })
  const file = await files.file(clientId)
  if (signal.aborted) return
  try {
    if (!file || !form) return list.move(clientId, "failed", { error: FILE_GONE })
    const progress = (sent: number) => void (signal.aborted || list.progress(clientId, sent))
    await deps.post(form, file, { progress, signal })
    // Paused or cancelled in the moment of its arrival: what was decided then stays.
    if (!signal.aborted) list.move(clientId, "uploaded", { sent: size, attempts: 0 })
  } catch (cause) {
    await settle(work, clientId, { cause, file, signal })
  } finally {
    if (posts.get(clientId) === controller) posts.delete(clientId)
  }
}

interface Failed {
  readonly cause: unknown
  readonly file: File | undefined
  readonly signal: AbortSignal
}

async function settle(work: Work, clientId: string, { cause, file, signal }: Failed): Promise<void> {
  const verdict = verdictOf(cause, work.deps.clock.now())
  const lost = verdict.kind === "network" && file ? await reasonOfLoss(work, file) : undefined
  const item = work.list.get(clientId)
  if (signal.aborted || item?.state !== "uploading") return
  if (lost === undefined) return settleFailure(work, item, verdict)
  if (lost === "interrupted") return interrupted(work, item)
  if (lost !== "offline") return unreadable(work, item, lost.unreadable)
  work.gate.lose()
  settleFailure(work, item, verdict)
}

/** A browser says only that a request failed, whether the network went away, the file, or just this connection. */
async function reasonOfLoss(
  { gate, deps }: Work,
  file: File,
): Promise<"offline" | "interrupted" | { unreadable: unknown }> {
  try {
    await file.slice(0, 1).arrayBuffer()
  } catch (unreadable) {
    return { unreadable }
  }
  return deps.network.online() && (await gate.reachable()) ? "interrupted" : "offline"
}
