import { randomUUID } from "node:crypto"
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { open, rename, rm } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Object bodies as files, named by random ids: nothing of a key is ever in a path. A file never changes once written. */
export interface Bodies {
  /** Stores the chunks and returns the new body's id. Where the chunks throw, nothing stays. */
  write(chunks: AsyncIterable<Uint8Array>): Promise<string>
  /** undefined where the body is gone. A body that is open can be read to its end even when it is removed meanwhile. */
  open(id: string): Promise<FileHandle | undefined>
  remove(ids: readonly string[]): Promise<void>
  /** Removes every body that `isUsed` does not know, such as what a crash left behind. */
  sweep(isUsed: (id: string) => boolean): void
  /** Removes the folder, if it is a temporary one. */
  close(): void
}

const BODY = /^([0-9a-f-]{36})\.body$/
const BATCH_BYTES = 512 * 1024
const INCOMING = /^[0-9a-f-]{36}\.incoming$/

export function openBodies(given?: string): Bodies {
  const folder = given ?? mkdtempSync(join(tmpdir(), "darkroom-s3-"))
  mkdirSync(folder, { recursive: true })
  const path = (id: string) => join(folder, `${id}.body`)
  return {
    write: (chunks) => write(folder, path, chunks),
    open: (id) => open(path(id), "r").catch(undefinedIfMissing),
    remove: async (ids) => void (await Promise.all(ids.map((id) => rm(path(id), { force: true })))),
    sweep(isUsed) {
      for (const name of readdirSync(folder)) {
        const id = BODY.exec(name)?.[1]
        if (id === undefined ? INCOMING.test(name) : !isUsed(id)) rmSync(join(folder, name), { force: true })
      }
    },
    close: () => given === undefined && rmSync(folder, { recursive: true, force: true }),
  }
}

/** Under its final name a body is always whole: a crash half-way leaves only a file that the next start sweeps away. */
async function write(folder: string, path: (id: string) => string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const id = randomUUID()
  const incoming = join(folder, `${id}.incoming`)
  try {
    const file = await open(incoming, "wx")
    try {
      await writeBatches(file, chunks)
    } finally {
      await file.close()
    }
    await rename(incoming, path(id))
    return id
  } catch (error) {
    await rm(incoming, { force: true })
    throw error
  }
}

/** HTTP's chunks are small: several in one call cost fewer trips through the thread pool. */
async function writeBatches(file: FileHandle, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  let batch: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    batch.push(chunk)
    size += chunk.length
    if (size < BATCH_BYTES) continue
    await writeAll(file, batch, size)
    batch = []
    size = 0
  }
  if (size > 0) await writeAll(file, batch, size)
}

/** A full disk may take a part of the bytes and report no error. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[], size: number): Promise<void> {
  const { bytesWritten } = await file.writev(chunks)
  if (bytesWritten !== size) throw new Error(`Only ${bytesWritten} of ${size} bytes of an object could be written`)
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined
  throw error
}
