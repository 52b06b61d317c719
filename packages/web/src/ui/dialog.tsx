import { type ReactNode, useEffect, useId, useRef, useState } from "react"
import { Button, IconButton } from "./button.tsx"
import { Icon } from "./icon.tsx"
import styles from "./dialog.module.css"

export interface DialogProps {
  readonly open: boolean
  /** Asked for by Escape, by the close button or by a click beside the dialog. */
  readonly onClose: () => void
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** A modal dialog, the browser's own: it keeps the focus inside and gives it back. Its children live while it is open. */
export function Dialog({ open, onClose, title, children, actions }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    if (open && !dialog.current?.open) {
      dialog.current?.showModal()
      // What is to be filled in comes before the button that closes.
      dialog.current?.querySelector("input")?.focus()
    }
    if (!open) dialog.current?.close()
  }, [open])
  return (
    <dialog
      ref={dialog}
      className={styles["dialog"]}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      {open ? (
        <div className={styles["inside"]}>
          <header className={styles["header"]}>
            <h2 id={titleId}>{title}</h2>
            <IconButton label="Close" onClick={onClose}>
              <Icon name="close" />
            </IconButton>
          </header>
          <div className={styles["content"]}>{children}</div>
          {actions ? <footer className={styles["actions"]}>{actions}</footer> : null}
        </div>
      ) : null}
    </dialog>
  )
}

export interface ConfirmDialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly children?: ReactNode
  /** The text of the button that does it. */
  readonly action: string
  readonly danger?: boolean
  /** Closes the dialog when it is done, and leaves it open when it fails. */
  readonly onConfirm: () => void | Promise<unknown>
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ action, danger = false, onConfirm, children, ...dialog }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false)
  async function confirm() {
    setBusy(true)
    try {
      await onConfirm()
      dialog.onClose()
    } catch {
      // The one who asked tells what went wrong; the dialog stays.
    } finally {
      setBusy(false)
    }
  }
  const actions = (
    <>
      <Button onClick={dialog.onClose}>Cancel</Button>
      <Button variant={danger ? "danger" : "primary"} busy={busy} onClick={() => void confirm()}>
        {action}
      </Button>
    </>
  )
  return (
    <Dialog {...dialog} actions={actions}>
      {children}
    </Dialog>
  )
}
