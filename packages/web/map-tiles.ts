/** Where maps get their pictures. */
export interface MapTiles {
  /** Template with {z}, {x} and {y}. */
  readonly url: string
  /** Whom the map has to name. */
  readonly attribution: string
}

/** The tiles that DARKROOM_TILES_URL and DARKROOM_TILES_ATTRIBUTION name; null where nobody chose any. Throws TypeError on a URL that is none. */
export function mapTiles(environment: Readonly<Record<string, string | undefined>>): MapTiles | null {
  const url = environment["DARKROOM_TILES_URL"]
  if (!url) return null
  if (!URL.canParse(url) || ["{z}", "{x}", "{y}"].some((part) => !url.includes(part)))
    throw new TypeError(`DARKROOM_TILES_URL is ${url}; it has to be an absolute URL with {z}, {x} and {y}`)
  return { url, attribution: environment["DARKROOM_TILES_ATTRIBUTION"] ?? "" }
}

/** For the page's policy. */
export function tilesOrigins(tiles: MapTiles | null): string[] {
  return tiles ? [new URL(tiles.url).origin] : []
}
