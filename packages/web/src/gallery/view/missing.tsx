import type { PhotoDetail } from "@darkroom/gallery-api"
import { Icon } from "../../ui/index.ts"
import styles from "./problem.module.css"

const NAMES: Record<string, string> = {
  labels: "things",
  faces: "faces",
  text: "text",
  moderation: "sensitive content",
  celebrities: "well-known people",
}

/** What was to be looked for and could not be, and why. */
export function Missing({ missing = [] }: Pick<PhotoDetail, "missing">) {
  return missing.map(({ feature, message }) => (
    <div key={feature} className={styles["problem"]}>
      <p className={styles["title"]}>
        <Icon name="warning" size={18} />
        Not looked for: {NAMES[feature] ?? feature}
      </p>
      <p>{message}</p>
    </div>
  ))
}
