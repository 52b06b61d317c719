const NEW_SUBFILE_TYPE = 0x00fe
const DNG_VERSION = 0xc612

/**
 * Whether a TIFF is a camera's raw file (CR2, NEF, ARW, DNG): their first image is a reduced preview, which must not pass
 * for the photo. Looks at the first directory, as far as `bytes` go.
 */
export function isCameraRaw(bytes: Buffer): boolean {
  if (bytes.toString("latin1", 8, 10) === "CR") return true
  const little = bytes[0] === 0x49
  const short = (at: number) => (at + 2 > bytes.length ? 0 : little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const long = (at: number) => (at + 4 > bytes.length ? 0 : little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  if (short(2) !== 42) return false
  const directory = long(4)
  for (let index = 0; index < Math.min(short(directory), 512); index++) {
    const entry = directory + 2 + index * 12
    if (short(entry) === DNG_VERSION) return true
    if (short(entry) === NEW_SUBFILE_TYPE) return (long(entry + 8) & 1) === 1
  }
  return false
}
