import { type ReactNode, useEffect, useRef } from "react"
import { useOpenPhotoId } from "./list-place.ts"
import styles from "./page.module.css"

export interface PageProps {
  readonly title: string
  /** Beside the title. */
  readonly actions?: ReactNode
  readonly note?: ReactNode
  readonly children: ReactNode
}

let firstPage = true

/** A page's heading and title. The heading takes the focus, so that a screen reader tells that the page has changed. */
export function Page({ title, actions, note, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const covered = useOpenPhotoId() !== undefined
  useEffect(() => {
    // Where the browser has just come to, the focus is right already.
    if (!firstPage) heading.current?.focus({ preventScroll: true })
    firstPage = false
  }, [])
  return (
    <>
      {covered ? null : <title>{`${title} · Darkroom`}</title>}
      <div className={styles["head"]}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {note ? <p className={styles["note"]}>{note}</p> : null}
        {actions ? <div className={styles["actions"]}>{actions}</div> : null}
      </div>
      {children}
    </>
  )
}
