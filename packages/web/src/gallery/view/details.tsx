import type { PhotoDetail } from "@darkroom/gallery-api"
import type { ReactNode } from "react"
import { Icon, IconButton } from "../../ui/index.ts"
import { cameraText, settingsText } from "../format/photographers.ts"
import { bytesText, pixelsText } from "../format/quantities.ts"
import { lengthText, momentText, takenAtText } from "../format/times.ts"
import { codecName, picturesText } from "../format/video.ts"
import { copyText } from "./copy-text.ts"
import styles from "./details.module.css"

/** When and with what the photo or video was taken, and what its file is. What is not known is left out. */
export function Details({ photo }: { readonly photo: PhotoDetail }) {
  const { takenAt, camera, width, height, duration, video, format, bytes, uploadedAt, name, sha256 } = photo
  const taken = takenAt && takenAtText(takenAt)
  return (
    <dl className={styles["details"]}>
      <Detail name="Taken">
        {taken ? (
          <>
            {taken.time} <span className={styles["aside"]}>({taken.zone})</span>
          </>
        ) : null}
      </Detail>
      <Detail name="Camera">{camera && cameraText(camera)}</Detail>
      <Detail name="Lens">{camera?.lens}</Detail>
      <Detail name="Settings">{camera && settingsText(camera)}</Detail>
      <Detail name="Size">{width && height ? pixelsText(width, height) : null}</Detail>
      <Detail name="Length">{duration === null ? null : lengthText(duration)}</Detail>
      <Detail name="Pictures">{video && picturesText(video)}</Detail>
      <Detail name="Sound">{video && (video.audioCodec === null ? "None" : codecName(video.audioCodec))}</Detail>
      <Detail name="File">
        {name}
        <span className={styles["aside"]}>
          {format === null ? "" : `${format.toUpperCase()}, `}
          {bytesText(bytes)}
        </span>
      </Detail>
      <Detail name="Uploaded">{momentText(uploadedAt)}</Detail>
      <Detail name="SHA-256">{sha256 ? <Checksum sha256={sha256} /> : null}</Detail>
    </dl>
  )
}

function Detail({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return children ? (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  ) : null
}

function Checksum({ sha256 }: { readonly sha256: string }) {
  return (
    <span className={styles["checksum"]}>
      <code>{sha256}</code>
      <IconButton label="Copy the checksum" onClick={() => copyText(sha256, "Checksum copied.")}>
        <Icon name="copy" size={16} />
      </IconButton>
    </span>
  )
}
