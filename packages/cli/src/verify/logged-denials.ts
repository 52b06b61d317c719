import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs"
import type { Operations } from "../operations.ts"
import { DENIED, type Denial, denialsIn } from "./denials.ts"

/** From the functions' log groups, one after the other: few requests a second are allowed. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
export function loggedDenials(
  client: Pick<CloudWatchLogsClient, "send">,
  functions: Operations["functions"],
): (since: number) => Promise<Denial[]> {
  return async (since) => {
    const found: Denial[] = []
    for (const { id, name } of functions) {
      const filter = { logGroupName: `/aws/lambda/${name}`, filterPattern: `"${DENIED}"`, startTime: since }
      const { events = [] } = await client.send(new FilterLogEventsCommand(filter)).catch(unlessMissing)
      found.push(
        ...denialsIn(
          id,
          events.map(({ message = "" }) => message),
        ),
      )
    }
    return found
  }
}

/** A function that has never run may have no log group. */
function unlessMissing(error: unknown): { events?: undefined } {
  if ((error as Error).name === "ResourceNotFoundException") return {}
  throw error
}
