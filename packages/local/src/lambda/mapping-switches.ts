/** Which event source mappings take messages, by the ids of the graph. All do at first. */
export interface MappingSwitches {
  isEnabled(id: string): boolean
  /** Milliseconds since the epoch; undefined where nobody has changed it. */
  changedAt(id: string): number | undefined
  set(id: string, enabled: boolean): void
  onChange(id: string, listener: (enabled: boolean) => void): void
  /** As they were at first. */
  reset(): void
}

export function mappingSwitches(now: () => number): MappingSwitches {
  const disabled = new Set<string>()
  const changes = new Map<string, number>()
  const listeners = new Map<string, (enabled: boolean) => void>()
  const set = (id: string, enabled: boolean) => {
    if (enabled === !disabled.has(id)) return
    if (enabled) disabled.delete(id)
    else disabled.add(id)
    changes.set(id, now())
    listeners.get(id)?.(enabled)
  }
  return {
    isEnabled: (id) => !disabled.has(id),
    changedAt: (id) => changes.get(id),
    set,
    onChange: (id, listener) => void listeners.set(id, listener),
    reset() {
      for (const id of disabled) set(id, true)
      changes.clear()
    },
  }
}
