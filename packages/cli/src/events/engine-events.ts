import { pause } from "../pause.ts"
import type { BusEvent } from "./bus-event.ts"
import type { EventSource } from "./event-source.ts"

const POLL_MILLISECONDS = 500
/** As many as the engine remembers. */
const MOST = 1_000

/** A line of the engine's GET /status/events. */
interface Seen {
  readonly seq: number
  readonly id: string
  readonly bus: string
}

interface Detail {
  readonly sightings: readonly { readonly seq: number; readonly event: BusEvent }[]
}

export type GetJson = (path: string) => Promise<unknown>

/** Events of the bus as the engine at that URL has seen them: the last thousand of all buses. */
export function engineEvents(bus: string, get: GetJson, wait: typeof pause = pause): EventSource {
  const seen = async (text = "") =>
    ((await get(`/status/events?limit=${MOST}&text=${encodeURIComponent(text)}`)) as readonly Seen[]).filter(
      (each) => each.bus === bus,
    )
  const eventOf = async ({ id, seq }: Seen) => {
    const detail = (await get(`/status/events/${encodeURIComponent(id)}`)) as Detail | undefined
    return detail?.sightings.find((sighting) => sighting.seq === seq)?.event
  }
  return {
    async *tail(signal) {
      let [last] = await seen()
      while (!signal.aborted) {
        await wait(POLL_MILLISECONDS, signal)
        if (signal.aborted) return
        const news = (await seen()).filter(({ seq }) => seq > (last?.seq ?? 0))
        for (const one of news.toReversed()) {
          const event = await eventOf(one)
          if (event !== undefined) yield event
        }
        last = news[0] ?? last
      }
    },
    async latest(text) {
      const events = await Promise.all((await seen(text)).map(eventOf))
      return events.filter((event) => event !== undefined)
    },
  }
}

/** Reads JSON from the engine; undefined for what it does not know. */
export function getFrom(url: string): GetJson {
  return async (path) => {
    const response = await fetch(`${url}${path}`)
    if (response.status === 404) return undefined
    if (!response.ok) throw new Error((await response.text()).trim())
    return response.json()
  }
}
