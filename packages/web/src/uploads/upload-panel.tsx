import { useState } from "react"
import { Icon, IconButton, VisuallyHidden } from "../ui/index.ts"
import { UploadActions } from "./upload-actions.tsx"
import { UploadRows } from "./upload-rows.tsx"
import { bytesText } from "../gallery/format/quantities.ts"
import { ProgressBar } from "./progress-bar.tsx"
import { shownItems } from "./shown-items.ts"
import { leftText, stateText, summaryText } from "./texts.ts"
import { isActive } from "./upload-item.ts"
import type { UploadsSnapshot } from "./upload-list.ts"
import styles from "./upload-panel.module.css"
import { useAnnouncement } from "./use-announcement.ts"
import { useKeptFocus } from "./use-kept-focus.ts"
import { useUploads } from "./use-uploads.ts"

/** The uploads, at the page's edge, while there is something to say of them. */
export function UploadPanel() {
  const uploads = useUploads()
  const [open, setOpen] = useState(true)
  const announcement = useAnnouncement(uploads.totals)
  const focus = useKeptFocus()
  const items = shownItems(uploads.items)
  return (
    <>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      {items.length === 0 ? null : (
        <section {...focus} className={styles["panel"]} aria-label="Uploads">
          <Head uploads={uploads} open={open} toggle={() => setOpen(!open)} />
          {open ? (
            <>
              <UploadActions />
              <UploadRows items={items} />
            </>
          ) : null}
        </section>
      )}
    </>
  )
}

interface HeadProps {
  readonly uploads: UploadsSnapshot
  readonly open: boolean
  readonly toggle: () => void
}

function Head({ uploads, open, toggle }: HeadProps) {
  const { totals } = uploads
  return (
    <header className={styles["head"]}>
      <div className={styles["sums"]}>
        <h2>{summaryText(totals)}</h2>
        <p>{noteOf(uploads)}</p>
      </div>
      <IconButton label={open ? "Show less of the uploads" : "Show the uploads"} aria-expanded={open} onClick={toggle}>
        <Icon name="down" className={open ? styles["less"] : styles["more"]} />
      </IconButton>
      {totals.active > 0 ? (
        <div className={styles["overall"]}>
          <ProgressBar label="All uploads" value={totals.sent} max={totals.bytes} text={summaryText(totals)} />
        </div>
      ) : null}
    </header>
  )
}

function noteOf({ items, totals, offline, working }: UploadsSnapshot): string {
  const { active, processing, sent, bytes, speed, secondsLeft } = totals
  if (active === 0) return processing > 0 ? `${processing} being processed` : ""
  if (offline) return "Waiting for the network"
  const [first, ...others] = items.filter(isActive)
  if (first?.state === "held" && others.every(({ state }) => state === "held")) return stateText(first, Date.now())
  const parts = [
    `${bytesText(sent)} of ${bytesText(bytes)}`,
    speed > 0 ? `${bytesText(speed)}/s` : "",
    secondsLeft === undefined ? "" : leftText(secondsLeft),
    working === "elsewhere" ? "in another tab" : "",
  ]
  return parts.filter(Boolean).join(" · ")
}
