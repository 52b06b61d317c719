import { z } from "zod"
import { published } from "./hosted.ts"
import { alarmOn } from "./observability/alarm.ts"
import { concerns } from "./observability/concerns.ts"
import { createDashboard } from "./observability/dashboard.ts"
import { saveQuery } from "./observability/saved-query.ts"

/** Who is on call, as the environment of the deployment has it. Throws where it is no address. */
function alarmEmail(): string | undefined {
  const text = process.env["DARKROOM_ALARM_EMAIL"]
  if (!text) return undefined
  if (!z.email().safeParse(text).success)
    throw new Error(`DARKROOM_ALARM_EMAIL is ${text}; it has to be an e-mail address`)
  return text
}

/** Dashboard, alarms and a saved query; on a laptop the status page is for that. */
function observe(): void {
  const topic = new sst.aws.SnsTopic("Alarms")
  const email = alarmEmail()
  // Its owner follows a link in a mail first.
  if (email) new aws.sns.TopicSubscription("AlarmsEmail", { topic: topic.arn, protocol: "email", endpoint: email })
  createDashboard(concerns.map((concern) => alarmOn(concern, topic.arn)))
  saveQuery()
}

if (published) observe()
