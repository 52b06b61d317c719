import { useEffect, useState } from "react"
import { Icon } from "../ui/index.ts"
import styles from "./upload-row.module.css"

/** The photo itself, small; a drawing where the browser cannot show it, and of a video. */
export function Preview({ file }: { readonly file: File | undefined }) {
  const [url, setUrl] = useState<string>()
  const isVideo = file?.type.startsWith("video/") ?? false
  useEffect(() => {
    if (!file || isVideo) return
    const next = URL.createObjectURL(file)
    setUrl(next)
    return () => {
      setUrl(undefined)
      URL.revokeObjectURL(next)
    }
  }, [file, isVideo])
  return (
    <span className={styles["preview"]}>
      {url === undefined ? (
        <Icon name={isVideo ? "play" : "photos"} />
      ) : (
        <img src={url} alt="" decoding="async" onError={() => setUrl(undefined)} />
      )}
    </span>
  )
}
