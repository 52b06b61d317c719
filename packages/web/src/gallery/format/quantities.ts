/** In decimal units, as on disks: `2.5 MB`. */
export function bytesText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"]
  const unit = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const value = bytes / 1000 ** unit
  return `${Number(value.toFixed(unit > 1 && value < 100 ? 1 : 0))} ${units[unit]}`
}

/** `3024 × 4032 (12.2 MP)`. */
export function pixelsText(width: number, height: number): string {
  const megapixels = (width * height) / 1e6
  return `${width} × ${height} (${megapixels < 0.1 ? "less than 0.1" : megapixels.toFixed(1)} MP)`
}

/** `1 photo`, `2 photos`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString()} ${noun}${count === 1 ? "" : "s"}`
}
