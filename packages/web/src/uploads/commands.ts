import { failure } from "./failures.ts"
import type { Command, Entry } from "./tabs.ts"
import { isActive, type UploadError, type UploadItem } from "./upload-item.ts"
import { giveBack, type Work } from "./work.ts"

const MAXIMUM_BYTES = 100_000_000
/** A form of S3 takes no more. */
const MAXIMUM_VIDEO_BYTES = 5 * 2 ** 30

/** Does what the person wants; commands that do not apply to an item (any more) pass it by. */
export function obey(work: Work, command: Exclude<Command, { name: "check" }>): void {
  switch (command.name) {
    case "add":
      return add(work, command.entries)
    case "pause":
      return each(work, command.clientIds, isActive, (item) => pause(work, item))
    case "resume":
      return each(work, command.clientIds, isPaused, ({ clientId }) => work.list.move(clientId, "waiting"))
    case "cancel":
      return each(work, command.clientIds, command.clientIds === "all" ? isStoppable : isCancellable, (item) =>
        cancel(work, item),
      )
    case "retry":
      return each(work, command.clientIds, isRetryable, ({ clientId }) =>
        work.list.move(clientId, "waiting", { attempts: 0, signedAgain: false }),
      )
    case "removeFinished":
      return each(work, "all", isFinished, ({ clientId }) => work.list.remove(clientId))
  }
}

const isPaused = ({ state }: UploadItem) => state === "paused"
const isStoppable = (item: UploadItem) => isActive(item) || isPaused(item)
const isCancellable = (item: UploadItem) => isStoppable(item) || item.state === "failed" || item.state === "duplicate"
const isRetryable = ({ state, error }: UploadItem) => state === "failed" && error?.retryable === true
const isGone = ({ state }: UploadItem) => state === "done" || state === "cancelled"
const isFinished = (item: UploadItem) =>
  isGone(item) || item.state === "duplicate" || (item.state === "failed" && !isRetryable(item))

function each(
  { list }: Work,
  clientIds: readonly string[] | "all",
  applies: (item: UploadItem) => boolean,
  act: (item: UploadItem) => void,
): void {
  const items = clientIds === "all" ? list.all() : clientIds.flatMap((clientId) => list.get(clientId) ?? [])
  for (const item of items) if (applies(item)) act(item)
}

function add(work: Work, entries: readonly Entry[]): void {
  const { list, files } = work
  const fresh = entries.filter(({ item }) => isFresh(work, item))
  if (fresh.length > 0) beginAnew(work)
  for (const { item, file } of fresh) {
    if (!list.has(item.clientId)) list.add(item)
    const error = refusal(item)
    if (error) list.move(item.clientId, "failed", { error, kept: "memory" })
    else files.add(item.clientId, file)
  }
}

/** A tab that was not sure to have been heard says the same again. */
function isFresh({ list, files }: Work, { clientId }: UploadItem): boolean {
  const known = list.get(clientId)
  return !known || (known.state === "waiting" && !files.inMemory(clientId))
}

/** The totals begin anew with the first files after everything had ended. */
function beginAnew({ list }: Work): void {
  if (list.all().some((item) => isStoppable(item) || item.state === "uploaded")) return
  for (const item of list.all()) if (isGone(item)) list.remove(item.clientId)
}

function refusal({ size, type }: UploadItem): UploadError | undefined {
  if (size === 0) return failure("Empty", "The file is empty.", false)
  if (type.startsWith("video/"))
    return size > MAXIMUM_VIDEO_BYTES
      ? failure("TooLarge", "The file is larger than 5 GB, too much for one video.", false)
      : undefined
  if (size > MAXIMUM_BYTES) return failure("TooLarge", "The file is larger than 100 MB, too much for one photo.", false)
  if (/^(image\/|application\/octet-stream$)/.test(type)) return undefined
  return failure("NotAPhoto", "This is neither a photo nor a video.", false)
}

function pause({ list, posts }: Work, { clientId }: UploadItem): void {
  posts.get(clientId)?.abort()
  list.move(clientId, "paused", { sent: 0 })
}

function cancel(work: Work, item: UploadItem): void {
  work.posts.get(item.clientId)?.abort()
  void giveBack(work, item)
  work.list.move(item.clientId, "cancelled", { sent: 0, form: undefined })
}
