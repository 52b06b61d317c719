import {
  AttributionControl,
  type ErrorEvent,
  Map as TileMap,
  Marker,
  NavigationControl,
  setWorkerUrl,
} from "maplibre-gl"
import "maplibre-gl/dist/maplibre-gl.css"
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url"
import type { TileMapProps } from "./tile-map.tsx"

// A file of the page's own: a strict content security policy allows no worker that is made of a string.
setWorkerUrl(workerUrl)

export interface MapOptions extends TileMapProps {
  readonly container: HTMLElement
  /** Not one tile could be had; called once at most. */
  readonly onFailure: (error: unknown) => void
}

/** Tiles beyond this are rarely served, and show no more than the street. */
const MAX_TILE_ZOOM = 18

/** Milliseconds for the first tile. */
const PATIENCE = 10_000

/** Draws a map around a marker; gives what takes it away. Throws where the browser has no WebGL 2. */
export function openMap({ container, tiles, latitude, longitude, onFailure }: MapOptions): () => void {
  const center: [number, number] = [longitude, latitude]
  const map = new TileMap({
    container,
    center,
    zoom: 12,
    // A tile of 256 pixels is one level further in than one of 512, by which the map counts.
    maxZoom: MAX_TILE_ZOOM - 1,
    style: {
      version: 8,
      sources: {
        tiles: {
          type: "raster",
          tiles: [tiles.url],
          tileSize: 256,
          maxzoom: MAX_TILE_ZOOM,
          attribution: tiles.attribution,
        },
      },
      layers: [{ id: "tiles", type: "raster", source: "tiles", paint: { "raster-fade-duration": 0 } }],
    },
    // The panel scrolls with the wheel and with one finger.
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    locale: { "Map.Title": "Map of where the photo was taken", "Marker.Title": "Where the photo was taken" },
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }))
  map.addControl(new AttributionControl({ compact: false }))
  new Marker({ color: "#b3261e" }).setLngLat(center).addTo(map)
  return watched(map, onFailure)
}

/** Reports that nothing could be loaded: once all that was asked for was refused, or is still missing after a while. */
function watched(map: TileMap, onFailure: (error: unknown) => void): () => void {
  let hasTile = false
  let problem: unknown = "There are no tiles."
  const giveUp = () => {
    clearTimeout(deadline)
    if (!hasTile) onFailure(problem)
  }
  // The library says nothing at all of tiles that are not found.
  const deadline = setTimeout(giveUp, PATIENCE)
  map.on("error", ({ error }: ErrorEvent) => {
    problem = error
  })
  map.on("data", (event) => {
    if ("tile" in event && event.tile) hasTile = true
  })
  map.once("idle", giveUp)
  return () => {
    clearTimeout(deadline)
    map.remove()
  }
}
