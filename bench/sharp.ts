import { createRequire } from "node:module"
import { join } from "node:path"
import type { fromRaw } from "../packages/imaging/src/raw-image.ts"
import { root } from "./root.ts"

type Sharp = ReturnType<typeof fromRaw>

interface SharpModule {
  (input: string | Uint8Array, options?: object): Sharp
  cache(enabled: boolean): unknown
  readonly versions: { readonly sharp?: string; readonly vips: string }
}

/** The very sharp of packages/imaging, bare: what is compared is what is done with it. */
export const sharp = createRequire(join(root, "packages/imaging/package.json"))("sharp") as SharpModule
