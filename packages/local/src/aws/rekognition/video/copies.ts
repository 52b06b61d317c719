import { createWriteStream, mkdirSync, rmSync } from "node:fs"
import { type FileHandle, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"

/** Has work done with a copy of a file, which nobody replaces or removes meanwhile. The file is closed. */
export type WithCopy = <Result>(file: FileHandle, work: (path: string) => Promise<Result>) => Promise<Result>

/** Copies are in the folder, from which what a killed engine left is removed, or among the system's temporary files. */
export function openCopies(folder?: string): WithCopy {
  if (folder !== undefined) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }
  return async (file, work) => {
    const own = await mkdtemp(join(folder ?? tmpdir(), "darkroom-rekognition-"))
    try {
      const path = join(own, "video")
      await pipeline(file.createReadStream(), createWriteStream(path))
      return await work(path)
    } finally {
      await rm(own, { recursive: true, force: true })
    }
  }
}
