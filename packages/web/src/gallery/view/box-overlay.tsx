import { perCentText } from "../format/found.ts"
import { classNames } from "../../class-names.ts"
import { BoxName } from "./box-name.tsx"
import styles from "./box-overlay.module.css"
import type { NamedBox } from "./boxes-of.ts"

export interface BoxOverlayProps {
  readonly boxes: readonly NamedBox[]
  /** Id of the entry that is pointed at. */
  readonly highlighted: string | null
  readonly onHighlight: (id: string | null) => void
  readonly onChoose: (id: string) => void
  readonly scale: number
}

/** Boxes over the photo. Drawn in shares of its size, so that they grow with it. */
export function BoxOverlay({ boxes, highlighted, onHighlight, onChoose, scale }: BoxOverlayProps) {
  const isHere = boxes.some(({ id }) => id === highlighted)
  return (
    <>
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" className={styles["boxes"]}>
        {boxes.map(({ key, id, name, confidence, colour, corners }) => {
          const points = corners.map(({ x, y }) => `${x},${y}`).join(" ")
          const isLit = highlighted === id
          return (
            <g
              key={key}
              role="button"
              tabIndex={0}
              aria-label={`${name}, ${perCentText(confidence)}: show it in the list`}
              className={classNames(styles["box"], isHere && !isLit && styles["faint"], isLit && styles["lit"])}
              onPointerEnter={() => onHighlight(id)}
              onPointerLeave={() => onHighlight(null)}
              onFocus={() => onHighlight(id)}
              onBlur={() => onHighlight(null)}
              onClick={() => onChoose(id)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return
                event.preventDefault()
                onChoose(id)
              }}
            >
              <polygon points={points} className={styles["edge"]} />
              <polygon points={points} className={styles["line"]} style={{ stroke: colour }} />
            </g>
          )
        })}
      </svg>
      {boxes
        .filter(({ id }) => id === highlighted)
        .map((box) => (
          <BoxName key={box.key} box={box} scale={scale} />
        ))}
    </>
  )
}
