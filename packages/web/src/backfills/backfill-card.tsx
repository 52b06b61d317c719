import type { Backfill } from "@darkroom/gallery-api"
import { useState } from "react"
import { momentText } from "../gallery/format/times.ts"
import { perCentText } from "../gallery/format/found.ts"
import { Button, buttonClass, ConfirmDialog, Icon } from "../ui/index.ts"
import { ProgressBar } from "../uploads/progress-bar.tsx"
import styles from "./backfill-card.module.css"
import { countsText, isUnderWay, leftText, stateText } from "./backfill-texts.ts"
import { RateForm } from "./rate-form.tsx"
import { useBackfillChanges } from "./use-backfills.ts"

/** One backfill: how far it is, and what can be done with it. */
export function BackfillCard({ backfill }: { readonly backfill: Backfill }) {
  const { source, state, done, message, report, startedAt, endedAt } = backfill
  const changes = useBackfillChanges(backfill)
  const left = leftText(backfill)
  return (
    <article className={styles["card"]} aria-label={source.name}>
      <h3 className={styles["name"]}>{source.name}</h3>
      <p className={styles["state"]} data-state={state}>
        {stateText(backfill)}
        {done === null || !isUnderWay(backfill) ? "" : `, ${perCentText(done * 100)}`}
        {left === null ? "" : `, ${left}`}
      </p>
      {done !== null && isUnderWay(backfill) ? (
        <ProgressBar label={`Progress of ${source.name}`} value={done} max={1} text={perCentText(done * 100)} />
      ) : null}
      {message === null ? null : <p className={styles["message"]}>{message}</p>}
      <p>{countsText(backfill)}</p>
      <p className={styles["note"]}>
        Begun {momentText(startedAt)}
        {endedAt === null ? "" : `, ended ${momentText(endedAt)}`}
      </p>
      {isUnderWay(backfill) ? <Controls backfill={backfill} changes={changes} /> : null}
      {report === null ? null : (
        <a href={report} download="report.csv" className={buttonClass("plain")}>
          <Icon name="download" />
          Report of what was not taken in
        </a>
      )}
    </article>
  )
}

interface ControlsProps {
  readonly backfill: Backfill
  readonly changes: ReturnType<typeof useBackfillChanges>
}

function Controls({ backfill, changes: { pause, resume, cancel, setRate } }: ControlsProps) {
  const [asked, setAsked] = useState(false)
  const { state, rate, source } = backfill
  return (
    <div className={styles["controls"]}>
      <RateForm rate={rate} busy={setRate.isPending} onSubmit={(next) => setRate.mutate(next)} />
      {state === "running" ? (
        <Button icon={<Icon name="pause" />} busy={pause.isPending} onClick={() => pause.mutate()}>
          Pause
        </Button>
      ) : (
        <Button icon={<Icon name="play" />} busy={resume.isPending} onClick={() => resume.mutate()}>
          Resume
        </Button>
      )}
      <Button icon={<Icon name="close" />} onClick={() => setAsked(true)}>
        Cancel
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title="End this backfill?"
        action="End it"
        danger
        onConfirm={() => cancel.mutateAsync()}
      >
        {source.name} is read no further. What was taken in stays; the rest can be taken in by another backfill.
      </ConfirmDialog>
    </div>
  )
}
