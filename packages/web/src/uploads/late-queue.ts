import type { UploadsSnapshot } from "./upload-list.ts"
import type { UploadQueue } from "./upload-queue.ts"

export interface LateQueueOptions {
  /** Loads the queue's internals and opens it. Called again after it has failed. */
  readonly load: () => Promise<UploadQueue>
  /** The internals did not come. */
  readonly failed: (error: unknown, waiting: number) => void
  readonly later?: (run: () => void, milliseconds: number) => void
}

export interface LateQueue extends UploadQueue {
  /** Loads the queue, unless it is there or on its way. */
  open(): void
  /** How many files wait for it. */
  waiting(): number
}

const AGAIN_AFTER = 15_000

const NOTHING: UploadsSnapshot = {
  items: [],
  totals: {
    files: 0,
    uploaded: 0,
    duplicates: 0,
    failed: 0,
    paused: 0,
    active: 0,
    processing: 0,
    bytes: 0,
    sent: 0,
    speed: 0,
    secondsLeft: undefined,
  },
  offline: false,
  working: "elsewhere",
}

/**
 * The queue for a page that should be seen before the queue's internals have come. What is added until then waits, and is
 * the first to be uploaded; nothing else can be asked of uploads that nobody sees yet.
 */
export function lateQueue({ load, failed, later = setTimeout }: LateQueueOptions): LateQueue {
  const listeners = new Set<() => void>()
  let early: Parameters<UploadQueue["add"]>[] = []
  let queue: UploadQueue | undefined
  let loading = false
  let closed = false
  const tell = () => listeners.forEach((listener) => listener())
  const waiting = () => early.reduce((sum, [files]) => sum + files.length, 0)

  function open(): void {
    if (queue || loading || closed) return
    loading = true
    load().then(opened, (error: unknown) => {
      loading = false
      if (closed) return
      failed(error, waiting())
      later(open, AGAIN_AFTER)
    })
  }

  function opened(loaded: UploadQueue): void {
    if (closed) return loaded.close()
    queue = loaded
    loaded.subscribe(tell)
    for (const call of early) loaded.add(...call)
    early = []
    tell()
  }

  return {
    open,
    waiting,
    snapshot: () => queue?.snapshot() ?? NOTHING,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(...call) {
      if (queue) return queue.add(...call)
      early.push(call)
      open()
    },
    pause: (clientIds) => queue?.pause(clientIds),
    resume: (clientIds) => queue?.resume(clientIds),
    cancel: (clientIds) => queue?.cancel(clientIds),
    retry: (clientIds) => queue?.retry(clientIds),
    removeFinished: () => queue?.removeFinished(),
    check: () => queue?.check(),
    file: (clientId) => queue?.file(clientId),
    close() {
      closed = true
      queue?.close()
    },
  }
}
