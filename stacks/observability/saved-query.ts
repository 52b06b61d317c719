import { functions } from "./watched.ts"

/** Logs Insights: replace the id, choose a time. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
const QUERY = `fields @timestamp, service, level, message, type, eventId, parentSpanId, spanId, milliseconds, error.name, xray_trace_id
| filter correlationId = "00000000-0000-0000-0000-000000000000"
| sort @timestamp asc
| limit 1000`

/** What all functions logged of one upload. */
export function saveQuery(): aws.cloudwatch.QueryDefinition {
  return new aws.cloudwatch.QueryDefinition("ByCorrelationId", {
    name: `${$app.name}/${$app.stage}/by correlation id`,
    logGroupNames: functions.map(({ logGroup }) => logGroup),
    queryString: QUERY,
  })
}
