import { fromRaw, type RawImage } from "./raw-image.ts"

/** A JPEG without metadata; what is transparent becomes white. */
export async function encodeJpeg(raw: RawImage, quality: number): Promise<Buffer> {
  return await fromRaw(raw).flatten({ background: "#ffffff" }).jpeg({ quality }).toBuffer()
}
