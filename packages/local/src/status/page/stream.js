// @ts-check

/**
 * What happens, as it happens; comes back by itself, and rests while nobody looks.
 * @typedef {{ onOpen: () => void, onBatch: (batch: Record<string, { items: never[], skipped: number }>) => void }} Listeners
 */

/** @type {EventSource | undefined} */
let source
let restart = () => {}

/** @param {URLSearchParams | undefined} query undefined for nothing @param {Listeners} listeners */
export function follow(query, { onOpen, onBatch }) {
  source?.close()
  source = undefined
  restart = () => query && follow(query, { onOpen, onBatch })
  if (query === undefined || document.hidden) return
  source = new EventSource(`/status/stream?${query}`)
  source.addEventListener("open", onOpen)
  source.addEventListener("batch", ({ data }) => onBatch(JSON.parse(data)))
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return restart()
  source?.close()
  source = undefined
})
