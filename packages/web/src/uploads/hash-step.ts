import { failure, fileError } from "./failures.ts"
import { settleFailure } from "./settle-failure.ts"
import type { UploadItem } from "./upload-item.ts"
import type { Work } from "./work.ts"

export const FILE_GONE = failure(
  "FileGone",
  "The page was closed before the browser had kept this file. Choose it again.",
  false,
)

/** Finds checksums, one at a time: most files are wholly in memory while theirs is made. */
export function hashStep(work: Work): () => void {
  const { list, pump } = work
  let busy = false
  return () => {
    if (busy) return
    const item = list.all().find(({ state, sha256 }) => state === "waiting" && sha256 === undefined)
    if (!item) return
    busy = true
    list.move(item.clientId, "hashing")
    void hash(work, item.clientId).finally(() => {
      busy = false
      pump()
    })
  }
}

async function hash(work: Work, clientId: string): Promise<void> {
  const { deps, list, files } = work
  const isHashing = (item: UploadItem | undefined) => item?.state === "hashing"
  try {
    const file = await files.file(clientId)
    if (!file) return isHashing(list.get(clientId)) ? list.move(clientId, "failed", { error: FILE_GONE }) : undefined
    const sha256 = await deps.hash(file, (checked) => {
      if (isHashing(list.get(clientId))) list.patch(clientId, { checked })
    })
    if (isHashing(list.get(clientId))) list.move(clientId, "waiting", { sha256 })
    // Paused meanwhile, or cancelled: it is not for nothing if it goes on.
    else list.patch(clientId, { sha256 })
  } catch (cause) {
    const item = list.get(clientId)
    if (item?.state === "hashing") unreadable(work, item, cause)
  }
}

/** Goes on with the copy that is kept for a reload, if there is one. */
export function unreadable(work: Work, item: UploadItem, cause: unknown): void {
  const error = fileError(cause) ?? failure("Unreadable", "The file cannot be read. Choose it again.")
  if (work.files.useCopy(item.clientId)) work.list.move(item.clientId, "waiting", { sent: 0 })
  else settleFailure(work, item, { kind: "fail", error })
}
