import { renderTable } from "../render-table.ts"
import type { PipelineResult } from "./pipeline.ts"
import type { ReaderResult } from "./reader.ts"

const round = (value: number) => Math.round(value).toLocaleString("en-US")

export function renderReaders(readers: readonly ReaderResult[]): string[] {
  const rows = readers.map(({ rate, seconds, events, perSecond, slowestSecond, cpuMicroseconds, heapMegabytes }) => [
    rate > 10_000 ? "as fast as it can" : `${round(rate)} a second`,
    `${round(seconds)} s`,
    round(events),
    round(perSecond),
    round(slowestSecond),
    `${round(cpuMicroseconds)} µs`,
    `${heapMegabytes.first} / ${heapMegabytes.most} / ${heapMegabytes.last} MB`,
  ])
  const head = [
    "reader, rate",
    "time",
    "events",
    "events/s",
    "slowest second",
    "CPU an event",
    "heap: 5 s / most / end",
  ]
  return [...renderTable([head, ...rows]), ""]
}

export function renderPipeline(result: PipelineResult): string[] {
  const {
    rows: read,
    bad,
    photos,
    uploaded,
    reported,
    killed,
    seconds,
    perSecond,
    samples,
    cpu,
    bareCpu,
    wall,
    bareWall,
    troubles,
  } = result
  const rows = samples.map((sample) => [
    round(sample.processed),
    `${round(sample.seconds)} s`,
    `${sample.engineHeapMegabytes} MB`,
    `${sample.engineMegabytes} MB`,
    `${sample.engineMappedMegabytes} MB`,
    `${sample.functionsMegabytes} MB`,
  ])
  const outside = (whole: number, work: number) => `${Math.round((1 - work / whole) * 100)} %`
  return [
    ...renderTable([["processed", "after", "engine's heap", "engine", "mapped files", "functions"], ...rows]),
    "",
    `${round(read)} rows, ${bad} of them bad, the worker killed ${killed} times: ${round(uploaded)} uploads, ${round(photos)} processed, ${reported} rows reported`,
    `${round(photos)} photos in ${round(seconds)} s: ${perSecond.toFixed(1)} a second`,
    `a photo: ${wall.toFixed(0)} ms, bare sharp ${bareWall.toFixed(0)} ms: ${outside(wall, bareWall)} of the time is outside image work`,
    ...(cpu !== null && bareCpu !== null
      ? [`CPU a photo: ${cpu.toFixed(0)} ms, bare sharp ${bareCpu.toFixed(0)} ms: ${outside(cpu, bareCpu)} outside`]
      : []),
    ...(troubles.length > 0 ? [`${troubles.length} troubles, the first: ${troubles[0]}`] : []),
  ]
}
