/** The part of libheif's C API (compiled to WebAssembly) that Darkroom calls. Pointers are numbers; errors go to the struct `error` points at. */
declare module "libheif-js/libheif-wasm/libheif-bundle.js" {
  export interface Libheif {
    readonly HEAPU8: Uint8Array<ArrayBuffer>
    readonly _malloc: (bytes: number) => number
    readonly _free: (pointer: number) => void
    readonly _heif_context_alloc: () => number
    readonly _heif_context_free: (context: number) => void
    readonly _heif_context_read_from_memory_without_copy: (
      error: number,
      context: number,
      bytes: number,
      length: number,
      options: number,
    ) => void
    readonly _heif_context_get_primary_image_handle: (error: number, context: number, out: number) => void
    readonly _heif_image_handle_release: (handle: number) => void
    readonly _heif_decoding_options_alloc: () => number
    readonly _heif_decoding_options_free: (options: number) => void
    readonly _heif_decode_image: (
      error: number,
      handle: number,
      out: number,
      colorspace: number,
      chroma: number,
      options: number,
    ) => void
    readonly _heif_image_release: (image: number) => void
    readonly _heif_image_get_width: (image: number, channel: number) => number
    readonly _heif_image_get_height: (image: number, channel: number) => number
    readonly _heif_image_get_plane_readonly2: (image: number, channel: number, outStride: number) => number
    readonly _heif_image_get_nclx_color_profile: (error: number, image: number, out: number) => void
    readonly _heif_nclx_color_profile_free: (profile: number) => void
  }
  export default function createLibheif(): Libheif
}
