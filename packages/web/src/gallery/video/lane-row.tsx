import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from "react"
import { classNames } from "../../class-names.ts"
import { type Bar, barsOf } from "./bars-of.ts"
import type { Lane } from "./lanes-of.ts"
import type { Playback } from "./playback.ts"
import { segmentText } from "./segment-text.ts"
import styles from "./timeline.module.css"

export interface LaneRowProps {
  readonly lane: Lane
  readonly duration: number
  readonly playback: Playback
  /** To where the pointer is. */
  readonly seekTo: (event: PointerEvent<HTMLElement>) => void
}

/** One lane. Tab leads to one of its bars, arrows from there to the others, for there can be hundreds. */
export const LaneRow = memo(function LaneRow({ lane, duration, playback, seekTo }: LaneRowProps) {
  const { name, kind, segments } = lane
  const bars = useMemo(() => barsOf(segments, duration), [segments, duration])
  const [active, setActive] = useState(0)
  const reachable = Math.min(active, bars.length - 1)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = nextBar(event.key, reachable, bars.length)
    if (to === null || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    setActive(to)
    event.currentTarget.querySelectorAll("button")[to]?.focus()
  }
  return (
    <li className={styles["lane"]}>
      <span className={styles["name"]} title={name}>
        {name}
      </span>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys come from the buttons in it; the pointer seeks as on the player's own line */}
      <ul
        aria-label={name}
        className={classNames(styles["track"], styles[kind])}
        onKeyDown={onKeyDown}
        onPointerDown={seekTo}
      >
        {bars.map((bar, index) => (
          <BarItem
            key={bar.start}
            {...{ bar, name }}
            isReachable={index === reachable}
            onFocus={() => setActive(index)}
            onChoose={() => playback.seek(bar.start)}
          />
        ))}
      </ul>
    </li>
  )
})

interface BarItemProps {
  readonly bar: Bar
  readonly name: string
  readonly isReachable: boolean
  readonly onFocus: () => void
  readonly onChoose: () => void
}

function BarItem({ bar, name, isReachable, onFocus, onChoose }: BarItemProps) {
  const text = segmentText(name, bar)
  return (
    <li className={styles["bar"]} style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}>
      <button
        type="button"
        title={text}
        aria-label={text}
        tabIndex={isReachable ? 0 : -1}
        onFocus={onFocus}
        // A bar leads to its beginning, the lane around it to where it is clicked.
        onPointerDown={(event) => event.stopPropagation()}
        onClick={onChoose}
      />
    </li>
  )
}

/** The bar that a key leads to; null for keys that lead to none. */
function nextBar(key: string, from: number, count: number): number | null {
  const to: Record<string, number> = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: count - 1 }
  const next = to[key]
  return next === undefined ? null : Math.min(count - 1, Math.max(0, next))
}
