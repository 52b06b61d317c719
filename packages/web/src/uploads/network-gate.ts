import type { UploadDeps } from "./upload-deps.ts"

export interface NetworkGateOptions extends Pick<UploadDeps, "network" | "clock" | "client"> {
  /** Called when the gate opened or closed. */
  readonly changed: () => void
}

const FIRST_PROBE = 1000
const LAST_PROBE = 60_000

/** Closed while the network is gone: nothing starts. One small request after another finds out when it is back. */
export function networkGate({ network, clock, client, changed }: NetworkGateOptions) {
  let lost = false
  let failures = 0
  let cancelProbe: (() => void) | undefined

  const reachable = () =>
    client.getMe().then(
      () => true,
      // An error is an answer too; fetch's own is a TypeError.
      (cause: unknown) => !(cause instanceof TypeError),
    )
  const probe = async () => {
    cancelProbe = undefined
    if (network.online() && (await reachable())) return open()
    failures++
    schedule()
  }
  const schedule = () => {
    cancelProbe?.()
    cancelProbe = clock.after(Math.min(LAST_PROBE, FIRST_PROBE * 2 ** failures), () => void probe())
  }
  const open = () => {
    cancelProbe?.()
    cancelProbe = undefined
    failures = 0
    if (!lost) return
    lost = false
    changed()
  }
  const stopListening = network.onChange(() => {
    failures = 0
    if (lost && network.online()) void probe()
    changed()
  })

  return {
    isOpen: () => !lost && network.online(),
    reachable,
    lose(): void {
      if (lost) return
      lost = true
      schedule()
      changed()
    },
    close(): void {
      stopListening()
      cancelProbe?.()
    },
  }
}
export type NetworkGate = ReturnType<typeof networkGate>
