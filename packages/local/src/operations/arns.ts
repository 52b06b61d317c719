import { ACCOUNT, REGION } from "../engine.ts"

const here = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`

/** Of what is in the graph, by names. */
export const arns = {
  queue: (name: string) => here("sqs", name),
  topic: (name: string) => here("sns", name),
  iotTopic: (name: string) => here("iot", `topic/${name}`),
  function: (name: string) => here("lambda", `function:${name}`),
  bus: (name: string) => here("events", `event-bus/${name}`),
  rule: (name: string) => here("events", `rule/${name}`),
  archive: (name: string) => here("events", `archive/${name}`),
  replay: (name: string) => here("events", `replay/${name}`),
  userPool: (id: string) => here("cognito-idp", `userpool/${id}`),
  table: (name: string) => here("dynamodb", `table/${name}`),
  schedule: (name: string) => here("scheduler", `schedule/${name}`),
  scheduleGroup: (name: string) => here("scheduler", `schedule-group/${name}`),
  bucket: (name: string) => `arn:aws:s3:::${name}`,
  role: (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
}
