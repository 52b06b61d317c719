import type { ImageMetadata } from "@darkroom/events"
import { cameraOf } from "./camera-of.ts"
import { locationOf } from "./location-of.ts"
import { readExif } from "./read-exif.ts"
import type { Original } from "./read-original.ts"
import { takenAtOf } from "./taken-at-of.ts"

/** The metadata of an original, of whatever quality its EXIF is: what cannot be believed is null. */
export async function describeImage({ bytes, sha256, header, content }: Original): Promise<ImageMetadata> {
  const { format, width, height, orientation, xmp, iptc } = header
  // A TIFF's EXIF stands in the file's own directories.
  const exif = await readExif(format === "tiff" ? content : header.exif)
  return {
    format,
    width,
    height,
    orientation,
    bytes,
    sha256,
    ...cameraOf(exif),
    takenAt: takenAtOf({ exif, xmp, iptc }),
    location: locationOf(exif.gps),
  }
}
