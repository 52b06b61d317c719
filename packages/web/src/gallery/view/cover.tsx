import { type SyntheticEvent, useId } from "react"
import { Button } from "../../ui/index.ts"
import styles from "./cover.module.css"

export interface CoverProps {
  /** What the photo may show. */
  readonly reason: string
  readonly media: "photo" | "video"
  readonly show: () => void
}

const keep = (event: SyntheticEvent) => event.stopPropagation()

/** Says why the photo or video is blurred, and lets the person decide. What is done on it is not done to the photo. */
export function Cover({ reason, media, show }: CoverProps) {
  const id = useId()
  return (
    <div className={styles["cover"]} onPointerDown={keep} onDoubleClick={keep}>
      <p id={id}>
        This {media} may show sensitive content: {reason}.
      </p>
      <Button
        aria-describedby={id}
        onClick={({ currentTarget }) => {
          // The button is about to go; keys and screen readers stay with the photo.
          currentTarget.closest<HTMLElement>("[role=dialog]")?.focus()
          show()
        }}
      >
        Show
      </Button>
    </div>
  )
}
