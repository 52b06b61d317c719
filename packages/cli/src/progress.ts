import { displayWidth, type Colors, pad } from "./text.ts"
import type { FileProgress } from "./upload-files.ts"

const DRAW_INTERVAL = 100
const LINE_INTERVAL = 5_000
const BAR_WIDTH = 24
/** What stands beside a bar: a line that wraps could not be drawn over. */
const BESIDE_BAR = 40

/** How many files have come through one step. */
export interface Bar {
  readonly name: string
  readonly done: number
  readonly failed: number
  /** Files that the step is expected of: a rejected photo gets no thumbnail. */
  readonly total: number
}

export interface ProgressView {
  show(files: readonly FileProgress[]): void
  /** Takes the bars off the screen. */
  end(): void
}

/** Shows progress where people wait: bars on a terminal, else a line now and then. */
export function progressView(stream: NodeJS.WriteStream, colors: Colors): ProgressView {
  let files: readonly FileProgress[] = []
  let drawn = ""
  const redraw = () => {
    const lines = renderBars(barsOf(files), colors, Math.max(0, Math.min(BAR_WIDTH, stream.columns - BESIDE_BAR)))
    const up = drawn === "" ? "" : `\u001b[${drawn.split("\n").length - 1}A`
    drawn = lines.map((line) => `${line}\u001b[K\n`).join("")
    stream.write(up + drawn)
  }
  const addLine = () => {
    const line = renderLine(barsOf(files))
    if (line !== drawn) stream.write(`${line}\n`)
    drawn = line
  }
  const timer = setInterval(
    () => files.length > 0 && (stream.isTTY ? redraw() : addLine()),
    stream.isTTY ? DRAW_INTERVAL : LINE_INTERVAL,
  )
  return {
    show: (now) => void (files = now),
    end() {
      clearInterval(timer)
      if (stream.isTTY && drawn !== "") stream.write(`\u001b[${drawn.split("\n").length - 1}A\u001b[J`)
    },
  }
}

export function barsOf(files: readonly FileProgress[]): Bar[] {
  const uploaded = count(files, (file) => file.uploaded)
  const settled = files.filter(({ status }) => status !== undefined)
  const failed = count(settled, ({ status }) => status !== "processed")
  return [
    { name: "uploaded", done: uploaded, failed: count(settled, (file) => !file.uploaded), total: files.length },
    ...(["metadata", "tagging", "thumbnail"] as const).map((step) => stepBar(step, files)),
    { name: "done", done: settled.length - failed, failed, total: files.length },
  ]
}

function stepBar(name: "metadata" | "tagging" | "thumbnail", files: readonly FileProgress[]): Bar {
  const states = files.map(({ steps, status }) => ({ status, state: steps.find(({ step }) => step === name)?.state }))
  const isRejected = ({ status }: { status?: unknown }) => name === "metadata" && status === "rejected"
  const failed = count(states, (file) => file.state === "failed" || isRejected(file))
  // Settled without it: nobody waits for it any more.
  const without = count(
    states,
    (file) => file.status !== undefined && file.state !== "done" && file.state !== "failed" && !isRejected(file),
  )
  return { name, done: count(states, ({ state }) => state === "done"), failed, total: files.length - without }
}

function count<T>(items: readonly T[], matches: (item: T) => boolean): number {
  return items.filter(matches).length
}

export function renderBars(bars: readonly Bar[], colors: Colors, cellCount = BAR_WIDTH): string[] {
  const width = Math.max(...bars.map(({ name }) => displayWidth(name)))
  return bars.map((bar) => {
    const cells = (part: number) => (bar.total === 0 ? 0 : Math.round((part / bar.total) * cellCount))
    const failed = Math.min(cellCount, Math.max(cells(bar.failed), bar.failed > 0 ? 1 : 0))
    const done = Math.min(cells(bar.done), cellCount - failed)
    const rest = colors.dim("─".repeat(cellCount - failed - done))
    const failures = bar.failed > 0 ? colors.red(`  ${bar.failed} failed`) : ""
    return `${pad(bar.name, width)}  ${colors.green("━".repeat(done))}${colors.red("━".repeat(failed))}${rest}  ${bar.done + bar.failed}/${bar.total}${failures}`
  })
}

/** `uploaded 12/40, metadata 9/40, ..., done 5/40 (1 failed)`. */
export function renderLine(bars: readonly Bar[]): string {
  return bars
    .map(
      ({ name, done, failed, total }) => `${name} ${done + failed}/${total}${failed > 0 ? ` (${failed} failed)` : ""}`,
    )
    .join(", ")
}
