import type { TakenAt } from "@darkroom/events"
import { offsetBetween, parseDateTime, parseOffset } from "./date-time.ts"
import { gpsTimeOf } from "./gps-time-of.ts"
import { iptcReader } from "./iptc-date.ts"
import type { ExifTags } from "./read-exif.ts"
import { xmpReader } from "./xmp-value.ts"

export interface DateSources {
  readonly exif: ExifTags
  readonly xmp: Buffer | undefined
  readonly iptc: Buffer | undefined
}

interface Candidate {
  readonly source: string
  readonly value: unknown
  readonly fraction?: unknown
  readonly offset?: unknown
  /** The time of the shutter, to which the time of the GPS fix can be compared; false for times of editing. */
  readonly ofCapture: boolean
}

/**
 * When the photo was taken: the first of a dozen dates that is a possible one, and its offset from UTC where something tells.
 * A time is never taken to be UTC because nothing is known.
 */
export function takenAtOf(sources: DateSources): TakenAt | null {
  const gpsTime = gpsTimeOf(sources.exif.gps)
  for (const candidate of captureDates(sources)) {
    const found = readCandidate(candidate, gpsTime)
    if (found) return found
  }
  if (gpsTime !== null) return { local: gpsTime, offset: "+00:00", source: "GPSDateStamp", offsetSource: "gps" }
  return (
    editDates(sources)
      .map((candidate) => readCandidate(candidate, null))
      .find((found) => found !== null) ?? null
  )
}

function readCandidate(
  { source, value, fraction, offset, ofCapture }: Candidate,
  gpsTime: string | null,
): TakenAt | null {
  const found = parseDateTime(value, fraction)
  if (found === null) return null
  const { local } = found
  const tagged = found.offset ?? parseOffset(offset)
  if (tagged !== null) return { local, offset: tagged, source, offsetSource: "tag" }
  const measured = ofCapture && gpsTime !== null ? offsetBetween(local, gpsTime) : null
  return { local, offset: measured, source, offsetSource: measured === null ? "unknown" : "gps" }
}

/** Best first: the shutter, then the digitizing, then what software wrote down of either. */
function captureDates({ exif: { exif }, xmp, iptc }: DateSources): Candidate[] {
  const inXmp = xmpReader(xmp)
  const inIptc = iptcReader(iptc)
  const ofXmp = (property: string) => ({ source: `XMP ${property}`, value: inXmp(property), ofCapture: true })
  return [
    {
      source: "DateTimeOriginal",
      value: exif["DateTimeOriginal"],
      fraction: exif["SubSecTimeOriginal"],
      offset: exif["OffsetTimeOriginal"],
      ofCapture: true,
    },
    ofXmp("exif:DateTimeOriginal"),
    {
      source: "DateTimeDigitized",
      value: exif["CreateDate"],
      fraction: exif["SubSecTimeDigitized"],
      offset: exif["OffsetTimeDigitized"],
      ofCapture: true,
    },
    ofXmp("exif:DateTimeDigitized"),
    ofXmp("photoshop:DateCreated"),
    ofXmp("xmp:CreateDate"),
    { source: "IPTC DateCreated", value: inIptc(55, 60), ofCapture: true },
    { source: "IPTC DigitalCreationDate", value: inIptc(62, 63), ofCapture: true },
  ]
}

/** When the file was last written: better than nothing, and worse than GPS time. */
function editDates({ exif: { ifd0, exif }, xmp }: DateSources): Candidate[] {
  const inXmp = xmpReader(xmp)
  return [
    {
      source: "ModifyDate",
      value: ifd0["ModifyDate"],
      fraction: exif["SubSecTime"],
      offset: exif["OffsetTime"],
      ofCapture: false,
    },
    { source: "XMP tiff:DateTime", value: inXmp("tiff:DateTime"), ofCapture: false },
    { source: "XMP xmp:ModifyDate", value: inXmp("xmp:ModifyDate"), ofCapture: false },
  ]
}
