const WINDOW = 8000

/** How fast bytes leave, over the last seconds. */
export function speedometer(now: () => number) {
  let samples: { at: number; bytes: number }[] = []
  const recent = () => (samples = samples.filter(({ at }) => at > now() - WINDOW))
  return {
    add(bytes: number): void {
      samples.push({ at: now(), bytes })
    },
    /** Bytes a second; 0 where nothing has left lately. */
    speed(): number {
      const [first] = recent()
      if (!first) return 0
      const seconds = Math.max(1, (now() - first.at) / 1000)
      return samples.reduce((sum, { bytes }) => sum + bytes, 0) / seconds
    },
  }
}
export type Speedometer = ReturnType<typeof speedometer>
