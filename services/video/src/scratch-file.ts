import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface ScratchFile {
  readonly path: string
  readonly handle: FileHandle
  /** Takes the name away, once all have opened the file that have to: it is gone with the process then, however that ends. */
  hide(): Promise<void>
}

/** A file for as long as `use` takes. What a function leaves in /tmp when it is killed would be there in the next one's way. */
export async function withScratchFile<Result>(use: (file: ScratchFile) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "darkroom-"))
  const hide = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, "file")
    await using handle = await open(path, "w+")
    return await use({ path, handle, hide })
  } finally {
    await hide()
  }
}
