import { classNames } from "../../class-names.ts"
import { Icon, IconButton } from "../../ui/index.ts"
import styles from "./photo-view.module.css"

export interface StepProps {
  readonly label: string
  readonly side: "left" | "right"
  readonly to: string | null
  readonly go: (to: string | null) => void
}

/** To the photo before or after the open one. */
export function Step({ label, side, to, go }: StepProps) {
  if (to === null) return null
  return (
    <IconButton label={label} className={classNames(styles["step"], styles[side])} onClick={() => go(to)}>
      <Icon name={side} size={26} />
    </IconButton>
  )
}
