import type { Clock } from "../../clock.ts"
import type { CloudWatchService } from "../cloudwatch/cloudwatch.ts"
import type { AwsRequest, AwsResponse, AwsService } from "../service.ts"

const NAMESPACE = "AWS/Rekognition"
const THROTTLED = ["ProvisionedThroughputExceededException", "ThrottlingException"]

/** The same service, whose calls are counted as AWS does, by operation and all together. https://docs.aws.amazon.com/rekognition/latest/dg/cloudwatch-metricsdim.html */
export function withCallMetrics<Service extends AwsService>(
  service: Service,
  { record }: Pick<CloudWatchService, "record">,
  clock: Clock,
): Service {
  async function handle(request: AwsRequest): Promise<AwsResponse> {
    const started = clock.now()
    const response = await service.handle(request)
    const operation = request.headers["x-amz-target"]?.split(".").at(-1) ?? ""
    if (!service.operations.includes(operation)) return response
    const metric = outcome(response)
    for (const dimensions of [{ Operation: operation }, {}]) {
      record(NAMESPACE, metric, 1, "Count", dimensions)
      if (metric === "SuccessfulRequestCount")
        record(NAMESPACE, "ResponseTime", clock.now() - started, "Milliseconds", dimensions)
    }
    return response
  }
  return { ...service, handle }
}

function outcome({ status, headers }: AwsResponse): string {
  if (status < 300) return "SuccessfulRequestCount"
  if (THROTTLED.includes(headers?.["x-amzn-errortype"] ?? "")) return "ThrottledCount"
  return status < 500 ? "UserErrorCount" : "ServerErrorCount"
}
