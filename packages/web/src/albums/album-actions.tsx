import type { Album } from "@darkroom/gallery-api"
import { useState } from "react"
import { errorText } from "../error-text.ts"
import { toast } from "../toasts.ts"
import { ConfirmDialog, Dialog, Icon, IconButton, Menu } from "../ui/index.ts"
import styles from "./album-actions.module.css"
import { AlbumNameForm } from "./album-name-form.tsx"
import { useAlbumChanges } from "./use-album-changes.ts"

export interface AlbumActionsProps {
  readonly album: Pick<Album, "albumId" | "name">
  readonly onDeleted?: () => void
}

/** The menu that renames and deletes an album. */
export function AlbumActions({ album: { albumId, name }, onDeleted }: AlbumActionsProps) {
  const [asking, setAsking] = useState<"rename" | "delete" | null>(null)
  const { rename, remove } = useAlbumChanges(albumId)
  const close = () => setAsking(null)
  async function removeNow() {
    try {
      await remove.mutateAsync()
    } catch (error) {
      toast({ kind: "error", text: `“${name}” could not be deleted. ${errorText(error)}` })
      throw error
    }
    toast({ kind: "success", text: `Album “${name}” deleted. Its photos are still there.` })
    onDeleted?.()
  }
  return (
    <div className={styles["actions"]}>
      <Menu
        label={`Album ${name}`}
        items={[
          { label: "Rename", icon: <Icon name="edit" />, onSelect: () => setAsking("rename") },
          { label: "Delete", icon: <Icon name="trash" />, danger: true, onSelect: () => setAsking("delete") },
        ]}
        trigger={(props) => (
          <IconButton {...props} label={`Actions for ${name}`}>
            <Icon name="more" />
          </IconButton>
        )}
      />
      <Dialog open={asking === "rename"} onClose={close} title="Rename the album">
        <AlbumNameForm
          label="Name"
          action="Rename"
          initial={name}
          onSubmit={async (next) => {
            await rename.mutateAsync(next)
            close()
          }}
        />
      </Dialog>
      <ConfirmDialog
        open={asking === "delete"}
        onClose={close}
        title={`Delete “${name}”?`}
        action="Delete the album"
        danger
        onConfirm={removeNow}
      >
        <p>The album goes for good. Its photos stay in your gallery and in other albums.</p>
      </ConfirmDialog>
    </div>
  )
}
