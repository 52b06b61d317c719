import type { FileHandle } from "node:fs/promises"
import type { Caller } from "../../service.ts"

/** Opens a whole object; undefined where there is none. The caller is there to check permissions. */
export type OpenObject = (
  bucket: string,
  key: string,
  caller: Caller,
) => Promise<{ readonly size: number; readonly file: FileHandle } | undefined>
