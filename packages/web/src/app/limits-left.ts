import type { Me } from "@darkroom/gallery-api"

export interface LimitLeft {
  readonly label: string
  readonly text: string
  /** Of the whole, 0 to 1. */
  readonly share: number
}

/** What is left of the day's limits, in words. */
export function limitsLeft({ limits, used }: Pick<Me, "limits" | "used">): readonly LimitLeft[] {
  const photos = Math.max(0, limits.photosPerDay - used.photos)
  const bytes = Math.max(0, limits.bytesPerDay - used.bytes)
  return [
    {
      label: "Photos and videos left",
      text: `${photos.toLocaleString()} of ${limits.photosPerDay.toLocaleString()}`,
      share: shareOf(photos, limits.photosPerDay),
    },
    {
      label: "Space left",
      text: `${bytesText(bytes)} of ${bytesText(limits.bytesPerDay)}`,
      share: shareOf(bytes, limits.bytesPerDay),
    },
  ]
}

/** When the limits open again, at the person's own clock. */
export function resetText(resetsAt: string): string {
  const time = new Date(resetsAt).toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" })
  return `The limits of the day open again at ${time}.`
}

const UNITS = ["B", "kB", "MB", "GB", "TB"]

/** "3.4 MB": powers of 1000, one digit after the point below ten. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${value < 10 && power > 0 ? Number(value.toFixed(1)) : Math.round(value)} ${UNITS[power]}`
}

function shareOf(left: number, all: number): number {
  return all > 0 ? left / all : 0
}
