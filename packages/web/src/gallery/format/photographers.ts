import type { PhotoDetail } from "@darkroom/gallery-api"

type Camera = NonNullable<PhotoDetail["camera"]>

/** A number stays on the line of its unit. */
const NO_BREAK = "\u00a0"

/** As photographers write it: `1/250 s`, `0.5 s`, `2.5 s`, `2 min`. */
export function exposureText(seconds: number): string {
  if (seconds < 0.3) return `1/${Math.round(1 / seconds)} s`
  if (seconds < 60) return `${rounded(seconds, 1)} s`
  const rest = Math.round(seconds % 60)
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`
}

/** `f/2.8`. */
export function apertureText(aperture: number): string {
  return `f/${rounded(aperture, 2)}`
}

/** `50 mm`, `4.2 mm`. */
export function focalLengthText(millimetres: number): string {
  return `${rounded(millimetres, millimetres < 10 ? 1 : 0)} mm`
}

/** How it was taken, in one line; empty where nothing is known. */
export function settingsText({ aperture, exposureTime, iso, focalLength }: Camera): string {
  return [
    focalLength === null ? "" : focalLengthText(focalLength),
    aperture === null ? "" : apertureText(aperture),
    exposureTime === null || exposureTime <= 0 ? "" : exposureText(exposureTime),
    iso === null ? "" : `ISO ${iso}`,
  ]
    .filter(Boolean)
    .map((part) => part.replaceAll(" ", NO_BREAK))
    .join(" · ")
}

/** Make and model, the make not twice where the model begins with it; null where neither is known. */
export function cameraText({ make, model }: Pick<Camera, "make" | "model">): string | null {
  const repeated = make !== null && model?.toLowerCase().startsWith(make.toLowerCase().split(" ")[0] ?? make)
  return [repeated ? null : make, model].filter(Boolean).join(" ") || null
}

function rounded(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}
