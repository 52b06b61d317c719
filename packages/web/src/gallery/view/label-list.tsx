import type { PhotoDetail } from "@darkroom/gallery-api"
import { Slider } from "../../ui/index.ts"
import { counted } from "../format/quantities.ts"
import { boxColours } from "./box-colours.ts"
import { FACE, type Findings } from "./boxes-of.ts"
import { LabelRow } from "./label-row.tsx"
import styles from "./label-list.module.css"

export interface LabelListProps {
  readonly photo: PhotoDetail & Findings
  readonly threshold: number
  readonly setThreshold: (threshold: number) => void
  /** Names of the labels whose boxes are switched off. */
  readonly hidden: ReadonlySet<string>
  readonly setHidden: (hidden: ReadonlySet<string>) => void
  readonly highlighted: string | null
  readonly highlight: (name: string | null) => void
}

/** What is seen in the photo, from a confidence on. */
export function LabelList(props: LabelListProps) {
  const { photo, threshold, setThreshold, hidden, setHidden, highlighted, highlight } = props
  const { labels, faces = [] } = photo
  if (labels.length === 0 && faces.length === 0) return null
  const boxed = labels.filter(({ instances }) => instances.some(({ confidence }) => confidence >= threshold))
  const colours = boxColours([...labels.filter(({ instances }) => instances.length > 0).map(({ name }) => name), FACE])
  const shown = labels.filter(({ confidence }) => confidence >= threshold)
  const seenFaces = faces.filter(({ confidence }) => confidence >= threshold)
  const rowProps = (name: string, isBoxed: boolean) => ({
    name,
    colour: isBoxed ? (colours.get(name) ?? null) : null,
    isShown: !hidden.has(name),
    isHighlighted: highlighted === name,
    highlight,
    toggle: () =>
      setHidden(hidden.has(name) ? new Set([...hidden].filter((other) => other !== name)) : new Set([...hidden, name])),
  })
  return (
    <section className={styles["labels"]}>
      <h3>Labels</h3>
      <Slider
        label="At least"
        min={50}
        value={threshold}
        onChange={setThreshold}
        format={(value) => `${value} % sure`}
      />
      <ul>
        {shown.map((label) => (
          <LabelRow key={label.name} {...rowProps(label.name, boxed.includes(label))} label={label} />
        ))}
        {seenFaces.length === 0 ? null : (
          <LabelRow
            {...rowProps(FACE, true)}
            label={{
              name: counted(seenFaces.length, "face"),
              confidence: Math.max(...seenFaces.map(({ confidence }) => confidence)),
              parents: [],
              categories: [],
            }}
          />
        )}
      </ul>
      {shown.length < labels.length ? (
        <p className={styles["note"]}>{counted(labels.length - shown.length, "label")} less sure.</p>
      ) : null}
    </section>
  )
}
