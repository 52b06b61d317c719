import type { ReactNode } from "react"
import styles from "./section.module.css"

export interface SectionProps {
  readonly title: string
  /** Beside the heading. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** A part of the panel under a heading. */
export function Section({ title, action, children }: SectionProps) {
  return (
    <section className={styles["section"]}>
      <div className={styles["head"]}>
        <h3>{title}</h3>
        {action}
      </div>
      {children}
    </section>
  )
}
