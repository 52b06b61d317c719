import type { PhotoDetail } from "@darkroom/gallery-api"
import { useState } from "react"
import { Slider } from "../../ui/index.ts"
import found from "../view/found.module.css"
import { nothingFound } from "../view/nothing-found.ts"
import { Section } from "../view/section.tsx"
import { Sureness } from "../view/sureness.tsx"
import { type Lane, laneId, type LaneKind, lanesOf } from "./lanes-of.ts"
import type { Playback } from "./playback.ts"
import { segmentText, stretchText } from "./segment-text.ts"
import styles from "./seen-list.module.css"

export interface SeenListProps {
  readonly photo: PhotoDetail
  /** Per cent. */
  readonly threshold: number
  readonly setThreshold: (threshold: number) => void
  readonly playback: Playback
}

const TITLES: Readonly<Record<LaneKind, string>> = {
  moderation: "Sensitive content",
  celebrity: "Well-known people",
  label: "Labels",
  face: "Faces",
  text: "Text",
}
const ORDER: readonly LaneKind[] = ["moderation", "label", "face", "celebrity", "text"]

/** All that was seen in the video, from a confidence on, with the times at which it is seen: each leads there. */
export function SeenList({ photo, threshold, setThreshold, playback }: SeenListProps) {
  const lanes = lanesOf(photo, threshold)
  const all = lanesOf(photo, 0).length
  const { faces, celebrities, text, moderation } = photo.video ?? {}
  const inVain = nothingFound({ celebrities, text, moderation, faces: faces === null ? [] : undefined })
  return (
    <>
      {all === 0 ? null : (
        <Slider
          label="At least"
          min={50}
          value={threshold}
          onChange={setThreshold}
          format={(value) => `${value} % sure`}
        />
      )}
      {ORDER.map((kind) => (
        <Kind key={kind} kind={kind} lanes={lanes.filter((lane) => lane.kind === kind)} playback={playback} />
      ))}
      {all === lanes.length ? null : (
        <p className={found["inVain"]}>{(all - lanes.length).toLocaleString()} less sure.</p>
      )}
      {inVain === "" ? null : <p className={found["inVain"]}>{inVain}</p>}
    </>
  )
}

interface KindProps extends Pick<SeenListProps, "playback"> {
  readonly kind: LaneKind
  readonly lanes: readonly Lane[]
}

function Kind({ kind, lanes, playback }: KindProps) {
  if (lanes.length === 0) return null
  return (
    <Section title={TITLES[kind]}>
      <ul>
        {lanes.map((lane, index) => (
          <SeenRow key={laneId(lane, index)} lane={lane} playback={playback} />
        ))}
      </ul>
    </Section>
  )
}

/** So many times are there at first. */
const FEW = 6

function SeenRow({ lane, playback }: { readonly lane: Lane; readonly playback: Playback }) {
  const { name, confidence, segments } = lane
  const [all, setAll] = useState(false)
  const shown = all ? segments : segments.slice(0, FEW)
  return (
    <li className={found["row"]}>
      <div className={found["head"]}>
        <Sureness name={name} confidence={confidence} />
      </div>
      <ul className={styles["times"]} aria-label={name}>
        {shown.map((segment) => (
          <li key={segment.start}>
            <button
              type="button"
              className={styles["time"]}
              aria-label={segmentText(name, segment)}
              onClick={() => playback.seek(segment.start)}
            >
              {stretchText(segment)}
            </button>
          </li>
        ))}
        {segments.length <= FEW ? null : (
          <li>
            <button
              type="button"
              className={styles["time"]}
              aria-expanded={all}
              aria-label={all ? `Fewer times of ${name}` : `${segments.length - FEW} more times of ${name}`}
              onClick={() => setAll(!all)}
            >
              {all ? "Fewer" : `${segments.length - FEW} more`}
            </button>
          </li>
        )}
      </ul>
    </li>
  )
}
