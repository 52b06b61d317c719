export interface Place {
  /** Degrees. */
  readonly latitude: number
  readonly longitude: number
}

/** Mean radius of the earth: https://en.wikipedia.org/wiki/Earth_radius */
const EARTH_KM = 6371.0088

/** Great-circle distance in kilometres, by the haversine formula. */
export function distanceKm(from: Place, to: Place): number {
  const half =
    hav(to.latitude - from.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * hav(to.longitude - from.longitude)
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)))
}

function hav(degrees: number): number {
  return Math.sin(radians(degrees) / 2) ** 2
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
