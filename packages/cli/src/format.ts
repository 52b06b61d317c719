import type { ImageMetadata, Location, TakenAt } from "@darkroom/events"

const UNITS = ["kB", "MB", "GB", "TB"] as const

/** `2.5 MB`; a kilobyte is 1,000 bytes, as on the box of a camera's card. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const power = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1_000 ** power).toFixed(1)} ${UNITS[power - 1]}`
}

export function dimensions({ width, height }: { width: number; height: number }): string {
  return `${width} x ${height}`
}

export function percent(confidence: number): string {
  return `${Math.round(confidence)} %`
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`
}

/** `0:12.4`, `1:02:03.0`: a place in a video, or its length. Cut, not rounded, so that no place is behind the end. */
export function timeText(milliseconds: number): string {
  const tenths = Math.floor(milliseconds / 100)
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60]
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0")
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`
}

/** Make and model; many makers repeat the make in the model. */
export function cameraText({ make, model }: Pick<ImageMetadata, "make" | "model">): string | undefined {
  if (make === null || model === null) return model ?? make ?? undefined
  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`
}

/** `f/1.6, 1/200 s, ISO 64, 5.96 mm`, as far as it is known. */
export function exposureText({ aperture, exposureTime, iso, focalLength }: ImageMetadata): string | undefined {
  const parts = [
    aperture === null ? [] : [`f/${rounded(aperture)}`],
    exposureTime === null ? [] : [shutter(exposureTime)],
    iso === null ? [] : [`ISO ${iso}`],
    focalLength === null ? [] : [`${rounded(focalLength)} mm`],
  ].flat()
  return parts.length > 0 ? parts.join(", ") : undefined
}

function shutter(time: number): string {
  return time < 0.3 ? `1/${Math.round(1 / time)} s` : `${rounded(time)} s`
}

function rounded(value: number): string {
  return String(Number(value.toFixed(2)))
}

export function localTime({ local }: TakenAt): string {
  return local.replace("T", " ")
}

export function offsetText({ offset }: TakenAt): string {
  return offset ?? "offset unknown"
}

/** Five decimals: about a metre. */
export function placeText({ latitude, longitude }: Location): string {
  return `${Number(latitude.toFixed(5))}, ${Number(longitude.toFixed(5))}`
}

export function mapLink({ latitude, longitude }: Location): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`
}

/** `1 box`, `2 boxes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
