import { classNames } from "../../class-names.ts"
import styles from "./box-overlay.module.css"
import type { NamedBox } from "./boxes-of.ts"

export interface BoxOverlayProps {
  readonly boxes: readonly NamedBox[]
  /** Name of the label that is pointed at. */
  readonly highlighted: string | null
  readonly onHighlight: (name: string | null) => void
  readonly onChoose: (name: string) => void
  readonly scale: number
}

/** Boxes over the photo. Drawn in shares of its size, so that they grow with it. */
export function BoxOverlay({ boxes, highlighted, onHighlight, onChoose, scale }: BoxOverlayProps) {
  return (
    <>
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" className={styles["boxes"]}>
        {boxes.map(({ key, name, confidence, colour, box: { left, top, width, height } }) => {
          const shape = { x: left, y: top, width, height }
          const isFaint = highlighted !== null && highlighted !== name
          return (
            <g
              key={key}
              role="button"
              tabIndex={0}
              aria-label={`${name}, ${Math.round(confidence)} %: show it in the list`}
              className={classNames(styles["box"], isFaint && styles["faint"], highlighted === name && styles["lit"])}
              onPointerEnter={() => onHighlight(name)}
              onPointerLeave={() => onHighlight(null)}
              onFocus={() => onHighlight(name)}
              onBlur={() => onHighlight(null)}
              onClick={() => onChoose(name)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return
                event.preventDefault()
                onChoose(name)
              }}
            >
              <rect {...shape} className={styles["edge"]} />
              <rect {...shape} className={styles["line"]} style={{ stroke: colour }} />
            </g>
          )
        })}
      </svg>
      {boxes
        .filter(({ name }) => name === highlighted)
        .map(({ key, name, confidence, colour, box: { left, top } }) => (
          <span
            key={key}
            aria-hidden="true"
            className={styles["name"]}
            style={{
              left: `${left * 100}%`,
              top: `${Math.max(0, top) * 100}%`,
              background: colour,
              transform: `scale(${1 / scale})`,
            }}
          >
            {name} {Math.round(confidence)} %
          </span>
        ))}
    </>
  )
}
