import { ENGINE, total } from "./cpu.ts"
import type { EndToEndResult } from "./end-to-end.ts"
import type { LatencyResult } from "./latency.ts"
import type { Load, Machine } from "./machine.ts"
import type { PerPhotoResult } from "./per-photo.ts"
import type { Spread } from "./statistics.ts"
import { renderTable } from "./render-table.ts"

export interface Report {
  readonly machine: Machine
  readonly load: { readonly before: Load; readonly after: Load }
  readonly photos: number
  readonly seconds: number
  readonly endToEnd: EndToEndResult
  readonly latency: LatencyResult
  readonly perPhoto: PerPhotoResult
  /** What went wrong in the engine meanwhile; empty in a run that counts. */
  readonly troubles: readonly string[]
}

export function renderReport(report: Report): string {
  const { machine, load, seconds, troubles } = report
  return [
    `${machine.cores} cores (${machine.processor}), ${machine.memoryGigabytes} GB, ${machine.system}, Node ${machine.node}, sharp ${machine.sharp}`,
    `Others kept ${load.before.busy} % of the machine busy before and ${load.after.busy} % after; load average ${load.before.average.toFixed(1)} before, ${load.after.average.toFixed(1)} after; ${Math.round(seconds)} s`,
    "Medians; in parentheses the least and the most of all rounds",
    "",
    ...endToEnd(report),
    "",
    ...cost(report.endToEnd),
    "",
    ...latency(report.latency),
    "",
    ...perPhoto(report.perPhoto),
    ...troubles.map((trouble) => `TROUBLE: ${trouble}`),
  ].join("\n")
}

function endToEnd({ endToEnd: result, photos }: Report): string[] {
  const { rows, rounds, uploadsAtOnce, parallelism } = result
  const head = [
    "END TO END",
    "recognition",
    "photos/s",
    "bare sharp",
    "time x",
    "more a photo",
    "CPU a photo",
    "bare sharp",
    "CPU x",
  ]
  const body = rows.map((row) => [
    row.set,
    row.recognition ? "on" : "off",
    spread(row.photosPerSecond, 1),
    spread(row.barePhotosPerSecond, 1),
    spread(row.ratio, 1),
    spread(row.overheadMilliseconds, 0, " ms"),
    milliseconds(row.cpuMilliseconds),
    milliseconds(row.bareCpuMilliseconds),
    spread(row.cpuRatio, 1),
  ])
  const note = `Upload to ImageProcessed; ${rounds} rounds of ${photos} photos, ${uploadsAtOnce} uploads at once, ${parallelism} at once in bare sharp and in each function`
  return [note, ...renderTable([head, ...body])]
}

function cost({ cpuPerPhoto, withoutModel, withModel }: EndToEndResult): string[] {
  const head = ["COST BY PROCESS", "CPU a photo", "peak memory", "with recognition"]
  const body = Object.entries(cpuPerPhoto).map(([name, milliseconds]) => {
    const usage = (all: typeof withModel) => (name === ENGINE ? all.engine : all.functions[name])
    const megabytes = (all: typeof withModel) => `${usage(all)?.peakMegabytes || "-"} MB`
    return [
      name,
      milliseconds === null ? "-" : `${milliseconds.toFixed(1)} ms`,
      megabytes(withoutModel),
      megabytes(withModel),
    ]
  })
  const sum = total(cpuPerPhoto)
  const note = "All sets, recognition off; of functions the largest process, the last column with recognition on"
  return [note, ...renderTable([head, ...body, ["together", sum === null ? "-" : `${sum.toFixed(1)} ms`, "", ""]])]
}

function latency({ set, photos, rows }: LatencyResult): string[] {
  const head = ["LATENCY", "recognition", "median", "p95"]
  const body = rows.map((row) => [
    row.event,
    row.recognition ? "on" : "off",
    `${row.median.toFixed(0)} ms`,
    `${row.p95.toFixed(0)} ms`,
  ])
  return [
    `PutObject to the event's metadata.time; ${photos} photos of ${set}, one after the other`,
    ...renderTable([head, ...body]),
  ]
}

function perPhoto({ rows, imageMagick }: PerPhotoResult): string[] {
  const head = ["ONE PHOTO", "work", "Darkroom", "ImageMagick", "time x"]
  const body = rows.map((row) => [
    row.set,
    row.work,
    spread(row.darkroom, 1, " ms"),
    row.imageMagick ? spread(row.imageMagick, 0, " ms") : "not measured",
    row.ratio ? spread(row.ratio, 1) : "",
  ])
  const note = imageMagick
    ? `${imageMagick.version}, a process a photo; ${imageMagick.startMilliseconds.toFixed(0)} ms of each are its start`
    : "ImageMagick: not measured: ImageMagick is not installed"
  return [note, ...renderTable([head, ...body])]
}

function milliseconds({ median }: Spread): string {
  return Number.isNaN(median) ? "-" : `${median.toFixed(0)} ms`
}

function spread({ median, min, max }: Spread, digits: number, unit = ""): string {
  if (Number.isNaN(median)) return "-"
  return `${median.toFixed(digits)}${unit} (${min.toFixed(digits)}-${max.toFixed(digits)})`
}
