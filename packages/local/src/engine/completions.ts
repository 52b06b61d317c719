import type { NotificationChannel } from "../aws/rekognition/rekognition.ts"
import type { ServiceContext } from "../aws/service.ts"
import type { FaultPlan } from "../faults/fault-plan.ts"
import { completionDropped } from "./dropped.ts"

type Deliver = (channel: NotificationChannel, message: string, sourceArn: string) => void

/** How Rekognition tells that a video job has ended. A plan may lose it (`drop` of the operation `completion`) or have it told twice. */
export function completions(
  deliver: Deliver,
  { region, accountId }: Pick<ServiceContext, "region" | "accountId">,
  faults?: FaultPlan,
) {
  const sourceArn = `arn:aws:rekognition:${region}:${accountId}:*`
  return (channel: NotificationChannel, message: string): void => {
    const fault = faults?.strike("rekognition", "completion", ["drop", "duplicate"])?.rule.fault
    const times = { drop: 0, duplicate: 2 }[fault as "drop" | "duplicate"] ?? 1
    for (let time = 0; time < times; time++) tell(deliver, channel, message, sourceArn)
  }
}

/** The job has ended, whether its topic may be told or not. */
function tell(deliver: Deliver, channel: NotificationChannel, message: string, sourceArn: string): void {
  try {
    deliver(channel, message, sourceArn)
  } catch (error) {
    completionDropped(channel, error)
  }
}
