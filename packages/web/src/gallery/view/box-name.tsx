import styles from "./box-overlay.module.css"
import type { NamedBox } from "./boxes-of.ts"

/** What a box is of, as large at every magnification; text stays to be read, so its name is below it. */
export function BoxName({ box, scale }: { readonly box: NamedBox; readonly scale: number }) {
  const { kind, name, confidence, colour, corners } = box
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)]
  const [left, right] = [Math.max(0, Math.min(...xs)), Math.min(1, Math.max(...xs))]
  const top = kind === "text" ? Math.max(...ys) : Math.max(0, Math.min(...ys))
  // It grows towards where there is more room.
  const side = left + right > 1 ? "right" : "left"
  return (
    <span
      aria-hidden="true"
      className={styles["name"]}
      style={{
        [side]: `${(side === "left" ? left : 1 - right) * 100}%`,
        top: `${Math.min(top, 0.95) * 100}%`,
        transformOrigin: `top ${side}`,
        background: colour,
        transform: `scale(${1 / scale})`,
      }}
    >
      {name} {Math.round(confidence)} %
    </span>
  )
}
