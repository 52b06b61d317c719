import { type PointerEvent, type RefObject, useRef, useState } from "react"
import { clockText } from "../format/times.ts"
import { LaneRow } from "./lane-row.tsx"
import { type Lane, laneId } from "./lanes-of.ts"
import type { Playback } from "./playback.ts"
import styles from "./timeline.module.css"
import { usePlayhead } from "./use-playhead.ts"

export interface TimelineProps {
  readonly lanes: readonly Lane[]
  /** What is said where there are none. */
  readonly nothing: string
  /** Milliseconds. */
  readonly duration: number
  readonly player: RefObject<HTMLVideoElement | null>
  /** Changes when another player is there. */
  readonly source: unknown
  readonly playback: Playback
}

/** So many lanes are there at first. */
const FEW = 8

/** What is seen in the video along its time: a lane each, with a bar for each stretch, which leads there. */
export function Timeline({ lanes, nothing, duration, player, source, playback }: TimelineProps) {
  const root = useRef<HTMLElement>(null)
  const [all, setAll] = useState(false)
  usePlayhead(root, player, duration, source)
  const shown = all ? lanes : lanes.slice(0, FEW)
  const seekTo = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    playback.seek(((clientX - left) / Math.max(1, width)) * duration)
  }
  return (
    <section ref={root} aria-label="Time line" className={styles["timeline"]}>
      {lanes.length === 0 ? (
        <p className={styles["none"]}>{nothing}</p>
      ) : (
        <div className={styles["content"]}>
          <div className={styles["ruler"]} aria-hidden="true">
            <div className={styles["scale"]} onPointerDown={seekTo}>
              <span>{clockText(0)}</span>
              <span>{clockText(duration / 2)}</span>
              <span>{clockText(duration)}</span>
            </div>
          </div>
          <ul className={styles["lanes"]}>
            {shown.map((lane, index) => (
              <LaneRow key={laneId(lane, index)} {...{ lane, duration, playback, seekTo }} />
            ))}
          </ul>
          {lanes.length <= FEW ? null : (
            <button type="button" className={styles["more"]} aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? "Fewer" : `${lanes.length - FEW} more`}
            </button>
          )}
          <span aria-hidden="true" className={styles["playhead"]} />
        </div>
      )}
    </section>
  )
}
