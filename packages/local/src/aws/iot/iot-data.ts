import type { RealtimeBroker } from "../../realtime/broker.ts"
import { readBody } from "../body.ts"
import { unsupportedOperation } from "../errors.ts"
import { toAwsError } from "../json-protocol.ts"
import type { AwsRequest, AwsResponse, AwsService, ServiceContext } from "../service.ts"
import { invalidRequest, tooLarge } from "./errors.ts"
import { findRoute, type IotDataOperation, ROUTES } from "./routes.ts"

export interface IotDataOptions {
  /** Brings a message to who subscribes to its topic. */
  readonly publish: RealtimeBroker["publish"]
}

/** https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits */
const LARGEST_MESSAGE = 131_072
const LONGEST_TOPIC = 256
const MOST_SLASHES = 7

/** Parameters of MQTT 5, which the broker does not carry. */
const MQTT5_QUERY = ["contentType", "responseTopic", "messageExpiry"]
const MQTT5_HEADERS = [
  "x-amz-mqtt5-user-properties",
  "x-amz-mqtt5-payload-format-indicator",
  "x-amz-mqtt5-correlation-data",
]

/** AWS IoT's data plane: publishes to the message broker. It holds nothing. */
export function iotDataService({ publish }: IotDataOptions, _context: ServiceContext): AwsService {
  const operations: Record<IotDataOperation, (request: AwsRequest, topic: string) => Promise<void>> = {
    async Publish(request, topic) {
      checkTopic(topic)
      checkProperties(request)
      const [qos, retain] = [qosOf(request.query), request.query.get("retain") === "true"]
      const payload = await readBody(request)
      if (payload.length > LARGEST_MESSAGE) throw tooLarge(payload.length, LARGEST_MESSAGE)
      await publish(topic, payload, { qos, retain })
    },
  }
  return {
    name: "iotdata",
    operations: Object.keys(ROUTES),
    async handle(request) {
      try {
        const route = findRoute(request)
        if (route === undefined) throw unsupportedOperation("iotdata", `${request.method} ${request.path}`)
        await operations[route.operation](request, route.subject)
        return answer(200, { message: "OK" })
      } catch (error) {
        const { code, message, status } = toAwsError(error)
        return answer(status, { message }, { "x-amzn-errortype": code })
      }
    },
    reset: async () => {},
    close: async () => {},
  }
}

/** Seven slashes at the most, 256 bytes, no wildcards; what begins with a dollar sign is AWS's own. */
function checkTopic(topic: string): void {
  const allowed = !/[#+\0]/.test(topic) && !topic.startsWith("$")
  if (!allowed || Buffer.byteLength(topic) > LONGEST_TOPIC || topic.split("/").length - 1 > MOST_SLASHES)
    throw invalidRequest(`Invalid topic: ${topic}`)
}

function checkProperties({ query, headers }: AwsRequest): void {
  const found = [...MQTT5_QUERY.filter((name) => query.has(name)), ...MQTT5_HEADERS.filter((name) => name in headers)]
  if (found.length > 0) throw unsupportedOperation("iotdata", `Publish with ${found.join(", ")}`)
}

function qosOf(query: URLSearchParams): 0 | 1 {
  const qos = query.get("qos") ?? "0"
  if (qos !== "0" && qos !== "1") throw invalidRequest(`Invalid QoS: ${qos}`)
  return qos === "0" ? 0 : 1
}

function answer(status: number, output: object, headers: Record<string, string> = {}): AwsResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(output) }
}
