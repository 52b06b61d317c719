import type { UploadDeps } from "./upload-deps.ts"
import { isOver, needsFile, type UploadItem } from "./upload-item.ts"
import type { UploadList } from "./upload-list.ts"

/** To copy a larger file takes longer than most reloads are worth, and the disk twice. */
const MOST_COPIED = 500_000_000

/** Has the files at hand, and keeps them and their items for a reload. */
export function fileKeeper({ store }: Pick<UploadDeps, "store">, list: Pick<UploadList, "get" | "patch">) {
  const files = new Map<string, File>()
  const stored = new Set<string>()
  let saving: Promise<void> = Promise.resolve()

  const wanted = (clientId: string) => {
    const item = list.get(clientId)
    return item !== undefined && needsFile(item)
  }
  const save = async (clientId: string, file: File) => {
    if (!wanted(clientId)) return
    const kept = await copied(clientId, file)
    if (kept === "stored") stored.add(clientId)
    if (wanted(clientId)) list.patch(clientId, { kept })
    else drop(clientId)
  }
  // No room, or no database in this window: the upload works, only a reload would lose it.
  const copied = (clientId: string, file: File) =>
    file.size > MOST_COPIED
      ? "memory"
      : store.putFile(clientId, file).then(
          () => "stored" as const,
          () => "memory" as const,
        )
  const drop = (clientId: string) => {
    if (stored.delete(clientId)) store.removeFile(clientId).catch(ignored)
  }

  return {
    /** Keeps a file; large ones one after the other, in the background. */
    add(clientId: string, file: File): void {
      files.set(clientId, file)
      saving = saving.then(() => save(clientId, file))
    },
    /** The items of the last page, whose files are in the store. */
    restore(items: readonly UploadItem[]): void {
      for (const { clientId, kept } of items) if (kept === "stored") stored.add(clientId)
    },
    async file(clientId: string): Promise<File | undefined> {
      return files.get(clientId) ?? (await store.file(clientId).catch(ignored))
    },
    /** Whether the store has a copy to go on with where the file itself cannot be read any more. */
    useCopy(clientId: string): boolean {
      return stored.has(clientId) && files.delete(clientId)
    },
    inMemory: (clientId: string) => files.get(clientId),
    stepped(clientId: string, item: UploadItem | undefined): void {
      if (!item || !needsFile(item)) drop(clientId)
      const gone = !item || item.state === "done" || item.state === "cancelled"
      // Until then its row shows the photo.
      if (gone) files.delete(clientId)
      ;(!item || isOver(item) ? store.remove(clientId) : store.put(item)).catch(ignored)
    },
  }
}
export type FileKeeper = ReturnType<typeof fileKeeper>

/** Without the store everything works but for a reload. */
const ignored = () => undefined
