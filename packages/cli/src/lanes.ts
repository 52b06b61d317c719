import {
  type EventSourceMappingConfiguration,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda"
import type { Operations, SubscriberTarget } from "./operations.ts"

/** What gives the messages of a subscriber's queue to its function. */
export interface Lane {
  /** Of the event source mapping. */
  readonly id: string
  /** Whether the subscriber takes messages from it. */
  readonly isOn: boolean
}

type Clients = Pick<LambdaClient, "send">

/** https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
const ON = ["Enabled", "Enabling", "Creating", "Updating"]

/** The lanes of a subscriber, that of its dead letters not among them. */
export async function lanesOf(
  client: Clients,
  { functions }: Pick<Operations, "functions">,
  { name, queues }: Pick<SubscriberTarget, "name" | "queues">,
): Promise<readonly Lane[]> {
  const FunctionName = functions.find(({ id }) => id === name)?.name
  if (FunctionName === undefined) return []
  const names = queues.map(nameOf)
  const mappings = await mappingsOf(client, FunctionName)
  return mappings
    .filter(({ EventSourceArn = "" }) => names.includes(EventSourceArn.slice(EventSourceArn.lastIndexOf(":") + 1)))
    .map(({ UUID = "", State = "" }) => ({ id: UUID, isOn: ON.includes(State) }))
}

function nameOf(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1)
}

async function mappingsOf(client: Clients, FunctionName: string): Promise<EventSourceMappingConfiguration[]> {
  const mappings: EventSourceMappingConfiguration[] = []
  let Marker: string | undefined
  do {
    const page = await client.send(new ListEventSourceMappingsCommand({ FunctionName, ...(Marker ? { Marker } : {}) }))
    mappings.push(...(page.EventSourceMappings ?? []))
    Marker = page.NextMarker
  } while (Marker)
  return mappings
}

/** What is under way ends as it does; what comes then waits. */
export async function switchLane(client: Clients, { id }: Lane, on: boolean): Promise<void> {
  await client.send(new UpdateEventSourceMappingCommand({ UUID: id, Enabled: on }))
}
