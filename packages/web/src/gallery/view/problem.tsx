import type { PhotoSummary } from "@darkroom/gallery-api"
import { Button, Icon } from "../../ui/index.ts"
import { useRetry } from "../photos/use-retry.ts"
import { tileState } from "../status/tile-state.ts"
import styles from "./problem.module.css"

/** Where a photo stands that is not done: what is under way, or what is wrong and can be done about it. */
export function Problem({ photo }: { readonly photo: PhotoSummary }) {
  const state = tileState(photo)
  const { some, alike } = useRetry()
  if (state.kind === "done") return null
  if (state.kind === "processing")
    return (
      <p className={styles["processing"]}>
        {state.text}: {state.done} of {state.steps} steps done.
      </p>
    )
  const { photoId, problem } = photo
  const { retry: step } = state
  return (
    <div className={styles["problem"]}>
      <p className={styles["title"]}>
        <Icon name="warning" size={18} />
        {state.title}
      </p>
      <p>{state.reason}</p>
      {step === null ? null : (
        <div className={styles["actions"]}>
          <Button busy={some.isPending} onClick={() => some.mutate([{ photoId, step }])}>
            Retry
          </Button>
          {problem === null ? null : (
            <Button busy={alike.isPending} onClick={() => alike.mutate(problem)}>
              Retry all failed for this reason
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
