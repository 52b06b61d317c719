import { afterAll, vi } from "vitest"

// Files of unit tests share a process. One that left something behind would change what the next one finds.
const before = { ...process.env }

afterAll(() => {
  const names = new Set([...Object.keys(before), ...Object.keys(process.env)])
  const changed = [...names].filter((name) => !isOfLibraries(name) && before[name] !== process.env[name])
  for (const name of changed) restore(name)
  const leftTimers = vi.isFakeTimers()
  vi.useRealTimers()
  if (changed.length > 0) throw new Error(`The file has changed variables of the environment: ${changed.join(", ")}`)
  if (leftTimers) throw new Error("The file has left fake timers")
})

/** Vitest tells each file which it is, and Powertools sets its name for AWS's SDK when it is loaded. */
function isOfLibraries(name: string): boolean {
  return name.startsWith("VITEST") || name === "AWS_SDK_UA_APP_ID"
}

function restore(name: string): void {
  if (before[name] === undefined) delete process.env[name]
  else process.env[name] = before[name]
}
