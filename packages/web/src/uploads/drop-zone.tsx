import { createContext, type ReactNode, use, useEffect, useRef, useState } from "react"
import { Icon, VisuallyHidden } from "../ui/index.ts"
import styles from "./drop-zone.module.css"
import { filesOfTransfer } from "./found-files.ts"
import { takeFiles } from "./take-files.ts"
import { useUploadQueue } from "./use-uploads.ts"

export interface DropZoneProps {
  readonly children: ReactNode
  /** The album that the photos go into. */
  readonly albumId?: string | undefined
}

type Aim = (albumId: string | undefined) => () => void
const AimContext = createContext<Aim | null>(null)

/** Takes files that are dropped anywhere in the window, or pasted. One within another only says into which album. */
export function DropZone(props: DropZoneProps) {
  const aim = use(AimContext)
  return aim ? <Aiming {...props} aim={aim} /> : <WindowZone {...props} />
}

function Aiming({ children, albumId, aim }: DropZoneProps & { readonly aim: Aim }) {
  useEffect(() => aim(albumId), [aim, albumId])
  return children
}

function WindowZone({ children, albumId }: DropZoneProps) {
  const queue = useUploadQueue()
  const [over, setOver] = useState(false)
  const inner = useRef<(string | undefined)[]>([])
  const [aim] = useState<Aim>(() => (target: string | undefined) => {
    inner.current = [...inner.current, target]
    return () => void (inner.current = inner.current.toSpliced(inner.current.lastIndexOf(target), 1))
  })
  useEffect(() => {
    const take = async (transfer: DataTransfer) => {
      const target = inner.current.length > 0 ? inner.current.at(-1) : albumId
      takeFiles(queue, await filesOfTransfer(transfer), target)
    }
    return listen({ take: (transfer) => void take(transfer), show: setOver })
  }, [queue, albumId])
  return (
    <AimContext value={aim}>
      {children}
      {over ? (
        <div className={styles["veil"]}>
          <div className={styles["sign"]}>
            <Icon name="upload" size={40} />
            Drop photos, videos or folders to upload them
          </div>
        </div>
      ) : null}
      <VisuallyHidden role="status">{over ? "Release to upload the files." : ""}</VisuallyHidden>
    </AimContext>
  )
}

interface ZoneActions {
  readonly take: (transfer: DataTransfer) => void
  readonly show: (over: boolean) => void
}

function listen({ take, show }: ZoneActions): () => void {
  // Each element that the pointer crosses is entered and left; only the last leaving is the window's.
  let depth = 0
  const end = () => {
    depth = 0
    show(false)
  }
  const listeners = {
    dragenter(event: DragEvent) {
      if (hasFiles(event.dataTransfer) && ++depth === 1) show(true)
    },
    dragleave(event: DragEvent) {
      if (hasFiles(event.dataTransfer) && --depth <= 0) end()
    },
    dragover(event: DragEvent) {
      if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return
      // Without this the browser would leave the page and show the file.
      event.preventDefault()
      event.dataTransfer.dropEffect = "copy"
    },
    drop(event: DragEvent) {
      if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return
      event.preventDefault()
      end()
      take(event.dataTransfer)
    },
    paste(event: ClipboardEvent) {
      if (!event.clipboardData || !hasFiles(event.clipboardData) || isTyping(event.target)) return
      event.preventDefault()
      take(event.clipboardData)
    },
  }
  for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener)
  return () => {
    for (const [name, listener] of Object.entries(listeners))
      window.removeEventListener(name, listener as EventListener)
  }
}

const hasFiles = (transfer: DataTransfer | null) => transfer?.types.includes("Files") ?? false

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea"))
