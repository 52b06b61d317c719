import { useSyncExternalStore } from "react"
import { useUploadQueue } from "../uploads/use-uploads.ts"
import { Aside } from "./aside.tsx"
import { lazyPart } from "./lazy-part.tsx"

const UploadPanel = lazyPart(async () => (await import("../uploads/upload-panel.tsx")).UploadPanel)

/** The panel of the uploads, loaded with the first of them. */
export function UploadsPart() {
  const queue = useUploadQueue()
  const isWanted = useSyncExternalStore(queue.subscribe, () => queue.snapshot().items.length > 0)
  return isWanted ? (
    <Aside>
      <UploadPanel />
    </Aside>
  ) : null
}
