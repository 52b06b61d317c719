import { AV_NOPTS_VALUE } from "node-av/constants"
import { Packet } from "node-av/lib"
import type { OpenVideo } from "./open-video.ts"

/** Packets that are looked at, at the most: some hours of film. */
const MOST_PACKETS = 1_000_000

/** The end of the last picture in milliseconds, for files that do not tell, as what browsers record: they are read to their end, and nothing is decoded. */
export async function measureDuration({ input, pictures }: OpenVideo): Promise<number> {
  const { num, den } = pictures.timeBase
  let [first, end]: [bigint | undefined, bigint] = [undefined, 0n]
  using packet = new Packet()
  packet.alloc()
  for (let count = 0; count < MOST_PACKETS && (await input.readFrame(packet)) >= 0; count++) {
    const { pts, duration, streamIndex } = packet
    packet.unref()
    if (streamIndex !== pictures.index || pts === AV_NOPTS_VALUE) continue
    if (first === undefined || pts < first) first = pts
    if (pts + duration > end) end = pts + duration
  }
  return Math.max(0, Math.round((Number(end - (first ?? 0n)) * num * 1000) / den))
}
