import { useEffect, useState } from "react"
import { Icon } from "../ui/index.ts"
import styles from "./upload-row.module.css"

/** The photo itself, small; a drawing where the browser cannot show it. */
export function Preview({ file }: { readonly file: File | undefined }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!file) return
    const next = URL.createObjectURL(file)
    setUrl(next)
    return () => {
      setUrl(undefined)
      URL.revokeObjectURL(next)
    }
  }, [file])
  return (
    <span className={styles["preview"]}>
      {url === undefined ? (
        <Icon name="photos" />
      ) : (
        <img src={url} alt="" decoding="async" onError={() => setUrl(undefined)} />
      )}
    </span>
  )
}
