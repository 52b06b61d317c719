import type { Libheif } from "libheif-js/libheif-wasm/libheif-bundle.js"
import { collectGarbage } from "./collect-garbage.ts"
import { heifMemory, type HeifMemory } from "./heif-memory.ts"
import type { YccCoding } from "./ycc-to-rgb.ts"

export interface HeifPlane {
  /** Rows of `stride` bytes, in libheif's own memory: gone when `use` is over. */
  readonly data: Uint8Array
  readonly stride: number
  readonly width: number
  readonly height: number
}

export interface HeifPixels {
  readonly planes: readonly HeifPlane[]
  readonly coding: YccCoding
}

const COLORSPACE_YCBCR = 0
const CHROMA_420 = 1
const CHANNELS = [0, 1, 2]
/** Offset of convert_hdr_to_8bit in heif_decoding_options, 32-bit pointers. */
const CONVERT_HDR_TO_8BIT = 20
/** A heap that once was large stays large: beyond this it is thrown away with its instance. */
const HEAP_TO_KEEP = 64_000_000

let idle: Libheif | undefined

/** Decodes the primary image of a HEIC file and hands its planes (Y, Cb, Cr; 4:2:0, 8 bit, upright) to `use`. */
export async function heifPlanes<Result>(
  bytes: Uint8Array,
  use: (pixels: HeifPixels) => Promise<Result>,
): Promise<Result> {
  try {
    return await withLib((lib) => usePrimary(lib, bytes, use))
  } finally {
    if (idle === undefined) collectGarbage()
  }
}

async function withLib<Result>(work: (lib: Libheif) => Promise<Result>): Promise<Result> {
  const lib = idle ?? (await createLib())
  // Kept only after success: what broke in the middle may have left anything behind.
  idle = undefined
  const result = await work(lib)
  if (lib.HEAPU8.length <= HEAP_TO_KEEP) idle = lib
  return result
}

async function usePrimary<Result>(
  lib: Libheif,
  bytes: Uint8Array,
  use: (pixels: HeifPixels) => Promise<Result>,
): Promise<Result> {
  const memory = heifMemory(lib)
  const result = await use(decodePrimary(memory, bytes))
  memory.release()
  return result
}

/** Loaded on first use: most functions never meet a HEIC. */
async function createLib(): Promise<Libheif> {
  const { default: createLibheif } = await import("libheif-js/libheif-wasm/libheif-bundle.js")
  return createLibheif()
}

function decodePrimary(memory: HeifMemory, bytes: Uint8Array): HeifPixels {
  const { lib, call, use } = memory
  const context = use(lib._heif_context_alloc(), lib._heif_context_free)
  const file = memory.copyIn(bytes)
  call("read the file", (error) =>
    lib._heif_context_read_from_memory_without_copy(error, context, file, bytes.length, 0),
  )
  const handle = call("find the primary image", (error, out) =>
    lib._heif_context_get_primary_image_handle(error, context, out),
  )
  use(handle, lib._heif_image_handle_release)
  const options = use(lib._heif_decoding_options_alloc(), lib._heif_decoding_options_free)
  lib.HEAPU8[options + CONVERT_HDR_TO_8BIT] = 1
  const image = call("decode the image", (error, out) =>
    lib._heif_decode_image(error, handle, out, COLORSPACE_YCBCR, CHROMA_420, options),
  )
  use(image, lib._heif_image_release)
  return { coding: codingOf(memory, image), planes: CHANNELS.map((channel) => planeOf(memory, image, channel)) }
}

function planeOf({ lib, out, word }: HeifMemory, image: number, channel: number): HeifPlane {
  const start = lib._heif_image_get_plane_readonly2(image, channel, out)
  const stride = word(out)
  const width = lib._heif_image_get_width(image, channel)
  const height = lib._heif_image_get_height(image, channel)
  if (start === 0 || stride < width || width < 1 || height < 1) throw new Error(`libheif gave no plane ${channel}`)
  return { data: lib.HEAPU8.subarray(start, start + stride * height), stride, width, height }
}

/** heif_color_profile_nclx: matrix at 12, full range at 16. Without one, libheif itself takes BT.601 at full range. */
function codingOf({ lib, error, out, word }: HeifMemory, image: number): YccCoding {
  lib._heif_image_get_nclx_color_profile(error, image, out)
  const profile = word(error) === 0 ? word(out) : 0
  if (profile === 0) return { matrix: 6, fullRange: true }
  const coding = { matrix: word(profile + 12), fullRange: lib.HEAPU8[profile + 16] !== 0 }
  lib._heif_nclx_color_profile_free(profile)
  return coding
}
