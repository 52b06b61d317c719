import { createWriteStream } from "node:fs"
import type { FileHandle } from "node:fs/promises"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import type { Caller } from "../../service.ts"

/** Opens a whole object; undefined where there is none. The caller is there to check permissions. */
export type OpenObject = (
  bucket: string,
  key: string,
  caller: Caller,
) => Promise<{ readonly size: number; readonly file: FileHandle } | undefined>

/** Has work done with a copy, which nobody replaces or removes meanwhile. */
export async function withCopy<Result>(file: FileHandle, work: (path: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "darkroom-rekognition-"))
  try {
    const path = join(folder, "video")
    // The stream closes the file.
    await pipeline(file.createReadStream(), createWriteStream(path))
    return await work(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
