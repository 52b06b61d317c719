import type { PhotoLabel } from "@darkroom/gallery-api"
import { classNames } from "../../class-names.ts"
import { labelId } from "./label-id.ts"
import styles from "./label-list.module.css"

export interface LabelRowProps {
  readonly name: string
  readonly label: Pick<PhotoLabel, "name" | "confidence" | "parents" | "categories">
  /** Of its boxes; null where it has none. */
  readonly colour: string | null
  readonly isShown: boolean
  readonly isHighlighted: boolean
  readonly highlight: (name: string | null) => void
  readonly toggle: () => void
}

/** A label with its confidence, what it belongs to, and the switch for its boxes. */
export function LabelRow({ name, label, colour, isShown, isHighlighted, highlight, toggle }: LabelRowProps) {
  const title = (
    <>
      <span className={styles["name"]}>{label.name}</span>
      <span className={styles["per"]}>{label.confidence.toFixed(0)} %</span>
    </>
  )
  return (
    <li
      id={labelId(name)}
      className={classNames(styles["row"], isHighlighted && styles["lit"])}
      onPointerEnter={() => highlight(colour === null ? null : name)}
      onPointerLeave={() => highlight(null)}
      onFocus={() => highlight(colour === null ? null : name)}
      onBlur={() => highlight(null)}
    >
      {colour === null ? (
        <div className={styles["head"]}>{title}</div>
      ) : (
        <label className={styles["head"]} title="Boxes over the photo">
          <input type="checkbox" checked={isShown} onChange={toggle} style={{ accentColor: colour }} />
          {title}
        </label>
      )}
      <span aria-hidden="true" className={styles["track"]}>
        <span style={{ width: `${label.confidence}%` }} />
      </span>
      {label.parents.length === 0 ? null : <span className={styles["kin"]}>Also {label.parents.join(", ")}</span>}
      {label.categories.length === 0 ? null : <span className={styles["kin"]}>In {label.categories.join(", ")}</span>}
    </li>
  )
}
