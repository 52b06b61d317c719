/** How far the photo is magnified, and by how many pixels its middle is off the stage's. */
export interface Zoom {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export const notZoomed: Zoom = { scale: 1, x: 0, y: 0 }
const MOST = 8

/** The size of a photo that is as large as the stage lets it be and still seen as a whole. */
export function fitted(photo: Size, stage: Size): Size {
  const scale = Math.min(stage.width / photo.width, stage.height / photo.height)
  return { width: Math.max(1, photo.width * scale), height: Math.max(1, photo.height * scale) }
}

/** Magnified by a factor so that what is at the point, measured from the stage's middle, stays there. */
export function zoomedAt(zoom: Zoom, factor: number, { x, y }: Point, photo: Size, stage: Size): Zoom {
  const scale = Math.min(MOST, Math.max(1, zoom.scale * factor))
  const by = scale / zoom.scale
  return within({ scale, x: x - (x - zoom.x) * by, y: y - (y - zoom.y) * by }, photo, stage)
}

/** Moved, but never so far that the stage shows less of the photo than it could. */
export function panned(zoom: Zoom, by: Point, photo: Size, stage: Size): Zoom {
  return within({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, photo, stage)
}

function within({ scale, x, y }: Zoom, photo: Size, stage: Size): Zoom {
  const room = (length: number, seen: number) => Math.max(0, (length * scale - seen) / 2)
  return {
    scale,
    x: clamped(x, room(photo.width, stage.width)),
    y: clamped(y, room(photo.height, stage.height)),
  }
}

function clamped(value: number, most: number): number {
  // Adding 0 makes nought of minus nought.
  return Math.min(most, Math.max(-most, value)) + 0
}
