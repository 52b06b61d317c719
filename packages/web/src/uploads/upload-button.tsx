import { type ChangeEvent, type RefObject, useRef } from "react"
import { Button, Icon, Menu } from "../ui/index.ts"
import { filesOfInput } from "./found-files.ts"
import { takeFiles } from "./take-files.ts"
import { useUploadQueue } from "./use-uploads.ts"

export interface UploadButtonProps {
  /** The album that they go into. */
  readonly albumId?: string | undefined
  /** Default "Upload". */
  readonly label?: string
}

/** Chooses photos and videos, or a whole folder of them, and uploads them. */
export function UploadButton({ albumId, label = "Upload" }: UploadButtonProps) {
  const queue = useUploadQueue()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) => {
    if (input.files) takeFiles(queue, filesOfInput(input.files, input === folder.current), albumId)
    // Else choosing the same file once more would be no change.
    input.value = ""
  }
  const open = (input: RefObject<HTMLInputElement | null>) => () => input.current?.click()
  return (
    <>
      <Menu
        label={label}
        trigger={(props) => (
          <Button {...props} variant="primary" icon={<Icon name="upload" />}>
            {label}
          </Button>
        )}
        items={[
          { label: "Photos and videos", icon: <Icon name="photos" />, onSelect: open(files) },
          { label: "A folder", icon: <Icon name="albums" />, onSelect: open(folder) },
        ]}
      />
      <input
        ref={files}
        type="file"
        multiple
        accept={ACCEPTED}
        hidden
        aria-label="Photos and videos to upload"
        onChange={take}
      />
      <input ref={folder} type="file" webkitdirectory="" hidden aria-label="Folder to upload" onChange={take} />
    </>
  )
}

/** The endings, too: some systems know no type for the photos of phones, and for Matroska. */
const ACCEPTED = "image/*,.heic,.heif,.avif,video/mp4,video/quicktime,video/webm,video/x-matroska,.mov,.m4v,.mkv"

declare module "react" {
  interface InputHTMLAttributes<T> {
    /** Chooses a folder. https://developer.mozilla.org/docs/Web/API/HTMLInputElement/webkitdirectory */
    readonly webkitdirectory?: "" | undefined
  }
}
