import type { PhotoDetail } from "@darkroom/gallery-api"

type Location = NonNullable<PhotoDetail["location"]>

/** In degrees and hemispheres, to some ten metres: `43.4674° N, 11.8851° E`. */
export function coordinatesText({ latitude, longitude }: Pick<Location, "latitude" | "longitude">): string {
  return `${degrees(latitude)} ${latitude < 0 ? "S" : "N"}, ${degrees(longitude)} ${longitude < 0 ? "W" : "E"}`
}

/** A page that shows the place on a map. https://wiki.openstreetmap.org/wiki/Browsing#Sharing_a_link_to_the_maps */
export function mapUrl({ latitude, longitude }: Pick<Location, "latitude" | "longitude">): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`
}

function degrees(value: number): string {
  return `${Math.abs(value).toFixed(4)}°`
}
