import { ConfirmDialog } from "../../ui/index.ts"
import { counted } from "../format/quantities.ts"
import { useDeletePhotos } from "./use-delete-photos.ts"

export interface DeleteDialogProps {
  /** Open where there are some. */
  readonly photoIds: readonly string[]
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

/** Asks whether photos should go for good. */
export function DeleteDialog({ photoIds, onClose, onDeleted }: DeleteDialogProps) {
  const remove = useDeletePhotos()
  const what = photoIds.length === 1 ? "this photo" : counted(photoIds.length, "photo")
  return (
    <ConfirmDialog
      open={photoIds.length > 0}
      onClose={onClose}
      title={`Delete ${what}?`}
      action="Delete"
      danger
      onConfirm={() => {
        remove.mutate(photoIds)
        onDeleted?.()
      }}
    >
      <p>
        {photoIds.length === 1 ? "The original and everything" : "The originals and everything"} that Darkroom knows of{" "}
        {photoIds.length === 1 ? "it" : "them"} will be gone, from albums too. This cannot be undone.
      </p>
    </ConfirmDialog>
  )
}
