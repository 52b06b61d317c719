/**
 * FFmpeg's decoders of what cameras, phones and browsers record, by FFmpeg's names. FFmpeg has some hundred others, seldom used and
 * seldom tested, and an upload decides which one runs. Sound is never decoded.
 */
export const DECODERS: readonly string[] = [
  "h264",
  "hevc",
  "vp8",
  "vp9",
  "libdav1d",
  // Older phones and cameras.
  "mpeg4",
  "h263",
  "mjpeg",
  // Phones that record for editing.
  "prores",
]
