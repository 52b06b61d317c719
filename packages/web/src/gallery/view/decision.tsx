import type { PhotoDetail } from "@darkroom/gallery-api"
import { classNames } from "../../class-names.ts"
import { Icon, type IconName } from "../../ui/index.ts"
import styles from "./decision.module.css"

type Category = NonNullable<PhotoDetail["decision"]>["category"]

const BADGES: Record<Category, { readonly word: string; readonly icon: IconName }> = {
  success: { word: "Passed", icon: "check" },
  failure: { word: "Did not pass", icon: "close" },
  review: { word: "Needs a look", icon: "info" },
}

/** What the rules made of the photo, and why. */
export function Decision({ decision }: { readonly decision: PhotoDetail["decision"] }) {
  if (decision === null) return null
  const { category, reason } = decision
  const { word, icon } = BADGES[category]
  return (
    <div className={styles["decision"]}>
      <p className={classNames(styles["badge"], styles[category])}>
        <Icon name={icon} size={16} />
        {word}
      </p>
      <p>{reason}</p>
    </div>
  )
}
