import styles from "./progress-bar.module.css"

export interface ProgressBarProps {
  readonly label: string
  readonly value: number
  /** Of the whole. */
  readonly max: number
  /** Instead of a percentage, for screen readers. */
  readonly text?: string
}

/** How much of something is done. */
export function ProgressBar({ label, value, max, text }: ProgressBarProps) {
  const percent = max > 0 ? Math.min(100, Math.floor((100 * value) / max)) : 0
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className={styles["track"]}
    >
      <div className={styles["bar"]} style={{ transform: `scaleX(${percent / 100})` }} />
    </div>
  )
}
