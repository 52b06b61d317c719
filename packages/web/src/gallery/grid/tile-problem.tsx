import type { PhotoSummary } from "@darkroom/gallery-api"
import { classNames } from "../../class-names.ts"
import { Icon, Menu, type MenuItem } from "../../ui/index.ts"
import type { TileState } from "../status/tile-state.ts"
import { useTileActions } from "./tile-actions.ts"
import styles from "./tile-problem.module.css"

export interface TileProblemProps {
  readonly photo: PhotoSummary
  readonly state: Extract<TileState, { title: string }>
  /** Whether Tab leads into it. */
  readonly isReachable: boolean
  readonly align: "start" | "end"
}

const ALIKE = "Retry all failed for this reason"

/** What is wrong with a photo, and what can be done about it. */
export function TileProblem({ photo, state, isReachable, align }: TileProblemProps) {
  const { retry, retryAlike, askToDelete } = useTileActions()
  const { retry: step } = state
  const tabIndex = isReachable ? 0 : -1
  const items: MenuItem[] = [
    ...(step === null ? [] : [{ label: "Retry", icon: <Icon name="retry" />, onSelect: () => retry(photo, step) }]),
    ...(step === null ? [] : [{ label: ALIKE, icon: <Icon name="retry" />, onSelect: () => retryAlike(photo) }]),
    { label: "Delete", icon: <Icon name="trash" />, danger: true, onSelect: () => askToDelete([photo.photoId]) },
  ]
  return (
    <div className={classNames(styles["problem"], photo.thumbnails.length > 0 && styles["over"], styles[align])}>
      <p className={styles["title"]}>
        <Icon name="warning" size={16} />
        <span>{state.title}</span>
      </p>
      <p className={styles["reason"]}>{state.reason}</p>
      <div className={styles["actions"]} data-actions>
        {step === null ? null : (
          <button type="button" tabIndex={tabIndex} className={styles["retry"]} onClick={() => retry(photo, step)}>
            Retry
          </button>
        )}
        <Menu
          label={`What to do about ${photo.name}`}
          align={align}
          header={state.reason}
          items={items}
          trigger={(props) => (
            <button
              {...props}
              type="button"
              tabIndex={tabIndex}
              aria-label={`What to do about ${photo.name}`}
              className={styles["more"]}
            >
              <Icon name="more" size={18} />
            </button>
          )}
        />
      </div>
    </div>
  )
}
