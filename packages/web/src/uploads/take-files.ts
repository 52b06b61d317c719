import { counted } from "../gallery/format/quantities.ts"
import { toast } from "../toasts.ts"
import type { FoundFiles } from "./found-files.ts"
import { shortName } from "./short-name.ts"
import type { UploadQueue } from "./upload-queue.ts"

/** Uploads what was found, and says what was not taken. */
export function takeFiles(
  queue: Pick<UploadQueue, "add">,
  { files, unreadable, others }: FoundFiles,
  albumId: string | undefined,
): void {
  if (files.length > 0) queue.add(files, { albumId })
  const [first] = unreadable
  if (first !== undefined) {
    const more = unreadable.length > 1 ? ` and ${counted(unreadable.length - 1, "other")}` : ""
    toast({ kind: "error", text: `${shortName(first)}${more} could not be read.` })
  }
  if (others > 0)
    toast({
      kind: "info",
      text: `${counted(others, "file")} left out that ${others === 1 ? "is no photo or video" : "are no photos or videos"}.`,
    })
  else if (files.length === 0 && first === undefined)
    toast({ kind: "info", text: "There are no photos or videos in it." })
}
