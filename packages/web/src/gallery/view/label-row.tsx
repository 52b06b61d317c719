import type { PhotoLabel } from "@darkroom/gallery-api"
import { FoundRow } from "./found-row.tsx"
import { Sureness } from "./sureness.tsx"
import styles from "./found.module.css"
import type { FoundView } from "./use-found-view.ts"

export interface LabelRowProps {
  readonly id: string
  readonly label: Pick<PhotoLabel, "name" | "confidence" | "parents" | "categories">
  /** Of its boxes; null where it has none. */
  readonly colour: string | null
  readonly view: FoundView
}

/** A label with its confidence, what it belongs to, and the switch for its boxes. */
export function LabelRow({ id, label, colour, view }: LabelRowProps) {
  const { name, confidence, parents, categories } = label
  const head = <Sureness name={name} confidence={confidence} />
  return (
    <FoundRow id={id} hasBox={colour !== null} view={view}>
      {colour === null ? (
        <div className={styles["head"]}>{head}</div>
      ) : (
        <label className={styles["head"]} title="Boxes over the photo">
          <input
            type="checkbox"
            checked={view.isOn(id)}
            disabled={!view.isOn("label")}
            onChange={() => view.toggle(id)}
            style={{ accentColor: colour }}
          />
          {head}
        </label>
      )}
      <span aria-hidden="true" className={styles["track"]}>
        <span style={{ width: `${confidence}%` }} />
      </span>
      {parents.length === 0 ? null : <span className={styles["kin"]}>Also {parents.join(", ")}</span>}
      {categories.length === 0 ? null : <span className={styles["kin"]}>In {categories.join(", ")}</span>}
    </FoundRow>
  )
}
