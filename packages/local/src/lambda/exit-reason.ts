const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: "killed",
  SIGABRT: "aborted",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGBUS: "bus error",
}

/** How a runtime exited, in Lambda's words. */
export function exitReason(code: number | null, signal: string | null): string {
  if (signal !== null) return `with error: signal: ${SIGNALS[signal] ?? signal}`
  return code === 0 ? "without providing a reason" : `with error: exit status ${code}`
}
