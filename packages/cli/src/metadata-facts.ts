import type { ImageMetadata, VideoMetadata } from "@darkroom/events"
import {
  bytesText,
  cameraText,
  dimensions,
  exposureText,
  localTime,
  mapLink,
  offsetText,
  placeText,
  timeText,
} from "./format.ts"
import { type Fact, present } from "./fact.ts"
import { printable } from "./text.ts"

const OFFSET_SOURCES = {
  tag: "offset from an offset tag",
  gps: "offset from GPS time",
  unknown: "nothing tells the offset",
} as const

/** What a photo tells about itself. */
export function photoMetadataFacts(metadata: ImageMetadata): Fact[] {
  const { format, lens } = metadata
  return [
    ["format", [format]],
    sizeFact(metadata),
    cameraFact(metadata),
    ["lens", present(lens).map(printable)],
    ["exposure", present(exposureText(metadata))],
    ...originFacts(metadata),
  ]
}

/** What a video tells about itself. */
export function videoMetadataFacts(metadata: VideoMetadata): Fact[] {
  const { container, codec, audioCodec, duration, frameRate, rotation } = metadata
  return [
    ["container", [container]],
    ["codec", [`${codec}, ${audioCodec === null ? "no sound" : `sound ${audioCodec}`}`]],
    ["duration", [timeText(duration)]],
    sizeFact(metadata),
    ["frame rate", frameRate === null ? [] : [`${frameRate} pictures a second`]],
    ["rotation", rotation === 0 ? [] : [`${rotation} degrees clockwise by the player`]],
    cameraFact(metadata),
    ...originFacts(metadata),
  ]
}

function sizeFact(metadata: { width: number; height: number; bytes: number }): Fact {
  return ["size", [`${dimensions(metadata)}, ${bytesText(metadata.bytes)} (${metadata.bytes} bytes)`]]
}

function cameraFact(metadata: Pick<ImageMetadata, "make" | "model">): Fact {
  return ["camera", present(cameraText(metadata)).map(printable)]
}

/** When and where it was taken, and which bytes it has. */
function originFacts({ takenAt, location, sha256 }: Pick<ImageMetadata, "takenAt" | "location" | "sha256">): Fact[] {
  return [
    [
      "taken",
      takenAt
        ? [
            `${localTime(takenAt)} ${offsetText(takenAt)}`,
            `time from ${takenAt.source}, ${OFFSET_SOURCES[takenAt.offsetSource]}`,
          ]
        : [],
    ],
    ["place", location ? [placeText(location) + altitudeText(location.altitude), mapLink(location)] : []],
    ["sha256", present(sha256)],
  ]
}

function altitudeText(altitude: number | null): string {
  return altitude === null ? "" : `, ${Math.round(altitude)} m above sea level`
}
