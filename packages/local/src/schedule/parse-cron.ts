import { Cron } from "croner"
import { cronPattern } from "./cron-pattern.ts"
import type { LocalTime } from "./local-time.ts"
import type { Refuse } from "./errors.ts"
import type { Schedule } from "./parse-schedule.ts"

/**
 * Reads the six fields of AWS's cron. Where the clock is set forward, what lies in the gap is skipped; where it is set back, what lies in the
 * repeated time runs once. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
export function parseCron(content: string, { wallAt, instantOf }: LocalTime, refuse: Refuse): Schedule {
  // On the wall's time, which knows no gaps: croner's own rules for them are not AWS's.
  const cron = new Cron(cronPattern(content, refuse), { mode: "7-part", utcOffset: 0, paused: true })
  return {
    next: (after) => {
      for (let wall = cron.nextRun(new Date(wallAt(after))); wall !== null; wall = cron.nextRun(wall)) {
        const instant = instantOf(wall.getTime())
        if (instant !== undefined && instant > after) return instant
      }
      return undefined
    },
  }
}
