import type { PhotosQuery } from "@darkroom/gallery-api"

/** What a search asks for, as the address says it. */
export type Filters = Omit<PhotosQuery, "albumId" | "limit" | "cursor" | "minConfidence" | "radiusKm"> & {
  /** Per cent. */
  minConfidence?: number
  radiusKm?: number
}

export type Media = NonNullable<Filters["media"]>
export type Status = NonNullable<Filters["status"]>

export const STATUSES: Record<Status, string> = {
  processing: "In progress",
  processed: "Done",
  rejected: "Not accepted",
  failed: "Failed",
}

export const MEDIA: Record<Media, string> = { photo: "Photos", video: "Videos" }

/** Kilometres around a place. */
export const DEFAULT_RADIUS = 10

type Reader<Value> = (value: unknown) => Value | undefined

const readers: { [Name in keyof Required<Filters>]: Reader<Filters[Name]> } = {
  text: words(200),
  label: words(100),
  minConfidence: number(0, 100),
  camera: words(200),
  from: day,
  to: day,
  near: (value) => (parsePlace(value) ? String(value) : undefined),
  radiusKm: number(0.1, 20_040),
  media: (value) => (typeof value === "string" && Object.hasOwn(MEDIA, value) ? (value as Media) : undefined),
  status: (value) => (typeof value === "string" && Object.hasOwn(STATUSES, value) ? (value as Status) : undefined),
}

/** The filters in an address; what makes no sense is left out, so that an edited address still shows something. */
export function filtersOf(search: Readonly<Record<string, unknown>>): Filters {
  const read = Object.entries(readers).map(([name, reader]) => [name, reader(search[name])] as const)
  return meaningful(Object.fromEntries(read.filter(([, value]) => value !== undefined)))
}

/** One filter changed, or taken away by undefined. */
export function changed(filters: Filters, change: { readonly [Name in keyof Filters]?: Filters[Name] | undefined }) {
  return filtersOf({ ...filters, ...change })
}

/** Whether nothing is asked for: everything would be found. */
export function isEmpty(filters: Filters): boolean {
  return Object.keys(filters).length === 0
}

/** Latitude and longitude in degrees of "48.137, 11.575"; null where it is no place on Earth. */
export function parsePlace(value: unknown): { readonly latitude: number; readonly longitude: number } | null {
  const match = typeof value === "string" ? /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(value) : null
  const [latitude, longitude] = [Number(match?.[1]), Number(match?.[2])]
  return match && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

/** A place as the API takes it. */
export function placeText(latitude: number, longitude: number): string {
  return `${Number(latitude.toFixed(5))},${Number(longitude.toFixed(5))}`
}

/** A confidence without a label, or a radius without a place, asks for nothing; neither do days in the wrong order. */
function meaningful({ minConfidence, radiusKm, from, to, ...rest }: Filters): Filters {
  const [first, last] = from && to && from > to ? [to, from] : [from, to]
  return {
    ...rest,
    ...(first ? { from: first } : {}),
    ...(last ? { to: last } : {}),
    ...(rest.label && minConfidence !== undefined ? { minConfidence } : {}),
    ...(rest.near && radiusKm !== undefined ? { radiusKm } : {}),
  }
}

function words(longest: number): Reader<string> {
  return (value) => {
    const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : ""
    return text === "" ? undefined : text.slice(0, longest)
  }
}

function number(least: number, most: number): Reader<number> {
  return (value) => {
    const read = value === "" || value == null ? NaN : Number(value)
    return Number.isFinite(read) ? Math.min(most, Math.max(least, read)) : undefined
  }
}

function day(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : undefined
}
