import { rgbaToThumbHash } from "thumbhash"
import { fromRaw, type RawImage } from "./raw-image.ts"

/** The largest side that ThumbHash takes. */
const SIDE = 100

/** The image's ThumbHash, base64: some 25 bytes that a browser turns into a blurred placeholder. */
export async function thumbhashOf(raw: RawImage): Promise<string> {
  const { data, info } = await fromRaw(raw)
    .resize({ width: SIDE, height: SIDE, fit: "inside", withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString("base64")
}
