import { VisuallyHidden } from "./visually-hidden.tsx"
import styles from "./spinner.module.css"

/** Something is under way; `label` says what to screen readers. */
export function Spinner({ label, size = 18 }: { readonly label?: string; readonly size?: number }) {
  return (
    <span className={styles["spinner"]} role={label ? "status" : undefined}>
      <svg viewBox="0 0 24 24" width={size} height={size} fill="none" aria-hidden="true">
        <circle cx="12" cy="12" r="9" stroke="currentColor" strokeOpacity="0.25" strokeWidth="3" />
        <path d="M21 12a9 9 0 0 0-9-9" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      </svg>
      {label ? <VisuallyHidden>{label}</VisuallyHidden> : null}
    </span>
  )
}
