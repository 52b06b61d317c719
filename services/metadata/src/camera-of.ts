import type { ImageMetadata } from "@darkroom/events"
import type { ExifTags } from "./read-exif.ts"
import { positiveOf, textOf } from "./values.ts"

type Camera = Pick<ImageMetadata, "make" | "model" | "lens" | "aperture" | "exposureTime" | "iso" | "focalLength">

/** What the photo was taken with, and how. */
export function cameraOf({ ifd0, exif }: ExifTags): Camera {
  return {
    make: textOf(ifd0["Make"]),
    model: textOf(ifd0["Model"]),
    lens: textOf(exif["LensModel"]),
    aperture: positiveOf(exif["FNumber"]),
    exposureTime: positiveOf(exif["ExposureTime"]),
    iso: positiveOf(exif["ISO"]),
    focalLength: positiveOf(exif["FocalLength"]),
  }
}
