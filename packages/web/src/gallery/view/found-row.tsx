import type { ReactNode } from "react"
import { classNames } from "../../class-names.ts"
import { rowId } from "./found-id.ts"
import styles from "./found.module.css"
import type { FoundView } from "./use-found-view.ts"

export interface FoundRowProps {
  readonly id: string
  readonly hasBox: boolean
  readonly view: FoundView
  readonly children: ReactNode
}

/** An entry of the list: it and its boxes highlight each other, by pointer and by focus. */
export function FoundRow({ id, hasBox, view: { highlighted, highlight }, children }: FoundRowProps) {
  const on = () => highlight(hasBox ? id : null)
  const off = () => highlight(null)
  return (
    <li
      id={rowId(id)}
      className={classNames(styles["row"], highlighted === id && styles["lit"])}
      onPointerEnter={on}
      onPointerLeave={off}
      onFocus={on}
      onBlur={off}
    >
      {children}
    </li>
  )
}

/** The part of an entry that takes the focus; no more than a text where there is no box to show. */
export function FoundButton({ id, hasBox, view, children }: FoundRowProps) {
  if (!hasBox) return <div className={styles["plain"]}>{children}</div>
  return (
    <button
      type="button"
      title="Show it on the photo"
      className={styles["plain"]}
      // Not every browser focuses what is clicked.
      onClick={() => view.highlight(id)}
    >
      {children}
    </button>
  )
}
