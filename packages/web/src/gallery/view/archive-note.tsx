import type { PhotoDetail } from "@darkroom/gallery-api"
import styles from "./found.module.css"
import { archiveText } from "./archive-text.ts"

/** Why the original cannot be downloaded now, or until when it can. */
export function ArchiveNote({ archived }: Pick<PhotoDetail, "archived">) {
  return archived === null ? null : <p className={styles["inVain"]}>{archiveText(archived, Date.now())}</p>
}
