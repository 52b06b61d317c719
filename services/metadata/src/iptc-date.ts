const MARKER = 0x1c
const APPLICATION_RECORD = 2

/** Reads a date (CCYYMMDD) and a time (HHMMSS±HHMM) of IPTC's application record as one ISO 8601 text. */
export function iptcReader(iptc: Buffer | undefined): (dateSet: number, timeSet: number) => string | undefined {
  const values = iptc === undefined ? new Map<number, string>() : dataSetsOf(iptc)
  return (dateSet, timeSet) => {
    const date = /^(\d{4})(\d\d)(\d\d)$/.exec(values.get(dateSet) ?? "")
    const time = /^(\d\d)(\d\d)(\d\d)([+-]\d{4})?$/.exec(values.get(timeSet) ?? "")
    return date && time ? `${date.slice(1).join("-")}T${time.slice(1, 4).join(":")}${time[4] ?? ""}` : undefined
  }
}

/** Data sets stand one behind the other, somewhere in a Photoshop block: found by their marker. */
function dataSetsOf(iptc: Buffer): Map<number, string> {
  const found = new Map<number, string>()
  for (let at = 0; at + 5 <= iptc.length; at++) {
    if (iptc[at] !== MARKER || iptc[at + 1] !== APPLICATION_RECORD) continue
    const end = at + 5 + iptc.readUInt16BE(at + 3)
    if (end > iptc.length) continue
    if (end - at <= 37) found.set(iptc.readUInt8(at + 2), iptc.toString("latin1", at + 5, end).trim())
    at = end - 1
  }
  return found
}
