import type { ReactNode } from "react"
import { counted } from "../format/quantities.ts"
import type { FoundKind } from "./found-id.ts"
import styles from "./found.module.css"
import { Section } from "./section.tsx"
import type { FoundView } from "./use-found-view.ts"

export interface FoundSectionProps {
  readonly title: string
  readonly kind: FoundKind
  /** What one entry is called. */
  readonly noun: string
  readonly view: FoundView
  /** Entries that the threshold leaves out. */
  readonly lessSure: number
  /** False where no entry has a box, and so there is nothing to switch. */
  readonly hasBoxes: boolean
  /** Beside the switch. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** What was found of one kind, with the switch for all its boxes. */
export function FoundSection(props: FoundSectionProps) {
  const { title, kind, noun, view, lessSure, hasBoxes, action, children } = props
  const boxes = hasBoxes ? (
    <label className={styles["switch"]}>
      <input
        type="checkbox"
        aria-label={`Boxes: ${title}`}
        checked={view.isOn(kind)}
        onChange={() => view.toggle(kind)}
      />
      Boxes
    </label>
  ) : null
  return (
    <Section
      title={title}
      action={
        <span className={styles["actions"]}>
          {action}
          {boxes}
        </span>
      }
    >
      <ul>{children}</ul>
      {lessSure === 0 ? null : <p className={styles["note"]}>{counted(lessSure, noun)} less sure.</p>}
    </Section>
  )
}
