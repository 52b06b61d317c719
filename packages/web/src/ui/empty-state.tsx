import type { ReactNode } from "react"
import styles from "./empty-state.module.css"

export interface EmptyStateProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** What stands where there is nothing to show: why, and what to do about it. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles["empty"]}>
      {icon ? <div className={styles["icon"]}>{icon}</div> : null}
      <h2>{title}</h2>
      {children ? <div className={styles["text"]}>{children}</div> : null}
      {actions ? <div className={styles["actions"]}>{actions}</div> : null}
    </div>
  )
}
