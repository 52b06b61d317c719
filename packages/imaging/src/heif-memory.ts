import type { Libheif } from "libheif-js/libheif-wasm/libheif-bundle.js"

/** libheif's memory as C sees it: pointers, a struct for errors, a cell for results, and what is to be freed. */
export interface HeifMemory {
  readonly lib: Libheif
  /** Where a call puts its heif_error: code, subcode, message, four bytes each. */
  readonly error: number
  /** Where a call puts a pointer. */
  readonly out: number
  /** The unsigned 32-bit number at a pointer. */
  readonly word: (pointer: number) => number
  readonly copyIn: (bytes: Uint8Array) => number
  /** Makes a call that may fail; the pointer that it put into `out`. */
  readonly call: (what: string, run: (error: number, out: number) => void) => number
  /** Remembers to free a pointer. */
  readonly use: (pointer: number, free: (pointer: number) => void) => number
  /** Frees all, last first. */
  readonly release: () => void
}

/** Opens libheif's memory for the decoding of one image. */
export function heifMemory(lib: Libheif): HeifMemory {
  const frees: (() => void)[] = []
  const use = (pointer: number, free: (pointer: number) => void) => {
    frees.push(() => free(pointer))
    return pointer
  }
  // The heap's buffer is another one after it has grown: ask for it each time.
  const word = (pointer: number) => new DataView(lib.HEAPU8.buffer).getUint32(pointer, true)
  const error = use(lib._malloc(12), lib._free)
  const out = use(lib._malloc(4), lib._free)
  return {
    lib,
    error,
    out,
    word,
    use,
    copyIn: (bytes) => {
      const pointer = use(lib._malloc(bytes.length), lib._free)
      lib.HEAPU8.set(bytes, pointer)
      return pointer
    },
    call: (what, run) => {
      run(error, out)
      if (word(error) !== 0) throw new Error(`libheif could not ${what}: ${textAt(lib, word(error + 8))}`)
      return word(out)
    },
    release: () => frees.toReversed().forEach((free) => free()),
  }
}

function textAt({ HEAPU8 }: Libheif, pointer: number): string {
  return Buffer.from(HEAPU8.subarray(pointer, HEAPU8.indexOf(0, pointer))).toString("utf8")
}
