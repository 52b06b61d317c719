import type { Engine } from "@darkroom/local"
import type { StageTarget } from "@darkroom/cli"

/** What a bench's process can be asked, and what it answers. */
export interface EngineCalls {
  /** Who answers DetectLabels from now on: the packaged model, or one that sees the same in every photo at once. */
  recognition(on: boolean): void
  /** Resolves when no queue but dead-letter queues holds a message and no function is at work. */
  idle(): Promise<void>
  usage(): Usage
}

export interface RenditionCalls {
  /** Renders every file in both sizes, so many files at once. */
  render(files: readonly string[], parallelism: number): Promise<Work>
}

/** What some photos took together, in milliseconds. */
export interface Work {
  readonly wall: number
  /** Processor time, user and system, of all processes; null where the machine does not tell. */
  readonly cpu: number | null
}

/** Processor time since the start and the most memory ever, of the engine's process and of each function's together. */
export interface Usage {
  readonly engine: ProcessUsage
  readonly functions: Readonly<Record<string, ProcessUsage>>
}

export interface ProcessUsage {
  /** User and system; null where the machine has no /proc. */
  readonly cpuMilliseconds: number | null
  /** Of the largest process, where there are several. */
  readonly peakMegabytes: number
}

/** An event that the app's bus took. */
export interface Seen {
  readonly type: string
  /** Key of the photo's original. */
  readonly key: string
  /** Milliseconds since the epoch: when the fact became true, and when the bus took it. */
  readonly time: number
  readonly takenAt: number
}

export type FunctionStats = ReturnType<Engine["stats"]>[number]

export type FromChild =
  | { readonly target: StageTarget }
  | { readonly seen: Seen }
  | { readonly trouble: string }
  | { readonly answerTo: number; readonly result?: unknown; readonly error?: string }

export interface ToChild {
  readonly number: number
  readonly call: string
  readonly input: readonly unknown[]
}
