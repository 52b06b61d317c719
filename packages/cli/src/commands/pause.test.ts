import type { ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda"
import { type EventSourceMappingConfiguration, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda"
import { expect, it } from "vitest"
import { UnknownService } from "../errors.ts"
import type { Stage } from "../stage.ts"
import { fakeStage, fakeTerminal } from "../test-fixtures.ts"
import { turn } from "./pause.ts"

const queue = (name: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`
const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`
const subscriber = (service: string, name: string, ...queues: string[]) => ({
  service,
  name,
  rules: [],
  onReplay: "redo" as const,
  queues: queues.map(queue),
  deadLetters: queue(`${name}-dead`),
})

/** Three functions; that of tagging reads its dead letters besides, which nobody is to pause. */
function start() {
  const { stage } = fakeStage()
  const mapping = (
    UUID: string,
    name: string,
    queueName: string,
    State = "Enabled",
  ): EventSourceMappingConfiguration => ({
    UUID,
    EventSourceArn: arn(queueName),
    FunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}-on-aws`,
    State,
  })
  const mappings = [
    ...["live", "backfill", "dead"].map((lane) => mapping(`tagging-${lane}`, "tagging", `tagging-${lane}`)),
    mapping("jobs", "jobs", "jobs-live"),
    mapping("copies", "copies", "copies-live", "Disabled"),
    mapping("failures", "failures", "tagging-live"),
  ]
  const switched: Record<string, boolean | undefined> = {}
  const send = async (command: unknown) => {
    if (command instanceof UpdateEventSourceMappingCommand)
      return void (switched[command.input.UUID ?? ""] = command.input.Enabled)
    // A page for each.
    const at = Number((command as ListEventSourceMappingsCommand).input.Marker ?? 0)
    const next = at + 1 < mappings.length ? { NextMarker: String(at + 1) } : {}
    return { EventSourceMappings: mappings.slice(at, at + 1), ...next }
  }
  const io = fakeTerminal({
    ...stage,
    lambda: { send } as Stage["lambda"],
    operations: {
      ...stage.operations,
      subscribers: [
        subscriber("tagging", "Tagging", "tagging-live", "tagging-backfill"),
        subscriber("video", "Jobs", "jobs-live"),
        subscriber("video", "Copies", "copies-live"),
      ],
      functions: ["Tagging", "Jobs", "Copies"].map((id) => ({ id, name: `${id.toLowerCase()}-on-aws`, memory: 512 })),
    },
  })
  return { io, switched }
}

it("has a service take no more messages from its queues, and goes on with them later", async () => {
  const { io, switched } = start()
  await turn("tagging", false, {}, io)
  expect(switched).toEqual({ "tagging-live": false, "tagging-backfill": false })
  await turn("tagging", true, {}, io)
  expect(switched).toEqual({ "tagging-live": true, "tagging-backfill": true })
  expect(io.written().stdout).toBe(
    "Tagging takes no more messages from 2 queues.\nTagging takes messages from 2 queues.\n",
  )
})

it("takes all functions of a service, or one of them", async () => {
  const { io, switched } = start()
  await turn("Jobs", false, { json: true }, io)
  expect(switched).toEqual({ jobs: false })
  expect(JSON.parse(io.written().stdout)).toEqual([{ subscriber: "Jobs", queues: 1 }])
  await turn("video", true, {}, io)
  expect(switched).toEqual({ jobs: true, copies: true })
})

it("names the services that there are", async () => {
  const { io, switched } = start()
  await expect(turn("thumbnials", false, {}, io)).rejects.toThrow(UnknownService)
  await expect(turn("thumbnials", false, {}, io)).rejects.toThrow("tagging, video")
  expect(switched).toEqual({})
})
