/** Aborts at the first Ctrl-C or SIGTERM; the second ends the process at once. */
export function interruption(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  const signals = ["SIGINT", "SIGTERM"] as const
  for (const signal of signals) process.on(signal, stop)
  return {
    signal: controller.signal,
    release: () => signals.forEach((signal) => void process.off(signal, stop)),
  }
}
