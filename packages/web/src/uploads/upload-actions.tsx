import { Button } from "../ui/index.ts"
import styles from "./upload-panel.module.css"
import { useUploads } from "./use-uploads.ts"

/** What can be done with all uploads at once. */
export function UploadActions() {
  const { items, totals, pause, resume, cancel, retry, removeFinished } = useUploads()
  const retryable = items.filter(({ state, error }) => state === "failed" && error?.retryable).length
  const actions = [
    { label: "Pause all", shown: totals.active > 0, run: pause },
    { label: "Resume all", shown: totals.paused > 0, run: resume },
    { label: "Retry failed", shown: retryable > 0, run: retry },
    { label: "Cancel all", shown: totals.active + totals.paused > 0, run: cancel },
    { label: "Remove finished", shown: totals.duplicates + totals.failed - retryable > 0, run: removeFinished },
  ].filter(({ shown }) => shown)
  if (actions.length === 0) return null
  return (
    <div className={styles["actions"]}>
      {actions.map(({ label, run }) => (
        <Button key={label} variant="quiet" onClick={() => run()}>
          {label}
        </Button>
      ))}
    </div>
  )
}
