import {
  type EventSourceMappingConfiguration,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda"
import type { Operations, SubscriberTarget } from "./operations.ts"

/** What gives the messages of a queue to a function: an event source mapping. */
export interface Lane {
  readonly id: string
  /** Name of the queue on AWS. */
  readonly queue: string
  /** Name of the function on AWS. */
  readonly function: string
  /** Whether the function takes messages from it. */
  readonly isOn: boolean
}

type Clients = Pick<LambdaClient, "send">

/** https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
const ON = ["Enabled", "Enabling", "Creating", "Updating"]

/** All of the account in this region: a call a function would be more than Lambda's API takes at once. */
export async function lanesIn(client: Clients): Promise<readonly Lane[]> {
  const lanes: Lane[] = []
  let Marker: string | undefined
  do {
    const page = await client.send(new ListEventSourceMappingsCommand({ MaxItems: 100, ...(Marker ? { Marker } : {}) }))
    lanes.push(...(page.EventSourceMappings ?? []).map(laneOf))
    Marker = page.NextMarker
  } while (Marker)
  return lanes
}

function laneOf({ UUID, EventSourceArn, FunctionArn, State }: EventSourceMappingConfiguration): Lane {
  return {
    id: UUID ?? "",
    queue: lastOf(EventSourceArn, ":"),
    function: lastOf(FunctionArn, ":"),
    isOn: ON.includes(State ?? ""),
  }
}

function lastOf(text = "", separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1)
}

/** Those of a subscriber; that of its dead letters is another function's. */
export function lanesOf(
  lanes: readonly Lane[],
  { functions }: Pick<Operations, "functions">,
  { name, queues }: Pick<SubscriberTarget, "name" | "queues">,
): readonly Lane[] {
  const own = functions.find(({ id }) => id === name)?.name
  const names = queues.map((url) => lastOf(url, "/"))
  return lanes.filter((lane) => lane.function === own && names.includes(lane.queue))
}

/** What is under way ends as it does; what comes then waits. */
export async function switchLane(client: Clients, { id }: Lane, on: boolean): Promise<void> {
  await client.send(new UpdateEventSourceMappingCommand({ UUID: id, Enabled: on }))
}
