import { afterAll, beforeEach, describe, expect, it } from "vitest"
import { manualClock } from "../clock.ts"
import { startEngine } from "../engine.ts"
import { type Cases, clientsOf } from "./clients.ts"
import { cloudWatchCases } from "./cloudwatch-cases.ts"
import { cognitoCases } from "./cognito-cases.ts"
import { dynamodbCases } from "./dynamodb-cases.ts"
import { eventsCases } from "./events-cases.ts"
import { operationsGraph } from "./graph.ts"
import { iotCases } from "./iot-cases.ts"
import { lambdaCases } from "./lambda-cases.ts"
import { permitted } from "./permitted.ts"
import { refusals } from "./refusals.ts"
import { recogniser, rekognitionCases } from "./rekognition-cases.ts"
import { s3Cases } from "./s3-cases.ts"
import { schedulerCases } from "./scheduler-cases.ts"
import { snsCases } from "./sns-cases.ts"
import { sqsCases } from "./sqs-cases.ts"

/** By the name in the SigV4 credential scope. */
const cases: Readonly<Record<string, Cases>> = {
  "cognito-idp": cognitoCases,
  dynamodb: dynamodbCases,
  events: eventsCases,
  iotdata: iotCases,
  lambda: lambdaCases,
  monitoring: cloudWatchCases,
  rekognition: rekognitionCases,
  s3: s3Cases,
  scheduler: schedulerCases,
  sns: snsCases,
  sqs: sqsCases,
}

const clock = manualClock()
const denied: object[] = []
// Started here, for the tests are named after what it can do.
const engine = await startEngine({
  graph: operationsGraph,
  root: import.meta.dirname,
  port: 0,
  clock,
  recogniser,
  onDenied: (denial) => denied.push(denial),
})
const owner = clientsOf(engine, clock)
const allowed = clientsOf(engine, clock, "Allowed")
const refused = clientsOf(engine, clock, "Refused")

afterAll(() => engine.close())

beforeEach(async () => {
  const { events, sns, scheduler, s3, sqs, cloudWatch, rekognition } = engine
  for (const service of [rekognition, events, sns, scheduler, s3]) await service.idle()
  for (const service of [rekognition, events, sns, scheduler, s3, sqs, cloudWatch]) await service.reset()
  denied.length = 0
})

it("has cases, refusals and permissions for every service", () => {
  const names = engine.services.map(({ name }) => name).toSorted()
  expect([cases, refusals, permitted].map((table) => Object.keys(table).toSorted())).toEqual([names, names, names])
})

describe.each([...engine.services])("$name", ({ name: service, operations }) => {
  it("has a case for each operation, and no case for another", () => {
    expect(Object.keys(cases[service] ?? {}).toSorted()).toEqual(operations.toSorted())
  })

  it.each([...operations])("does %s", async (operation) => {
    const run = cases[service]?.[operation]
    if (run === undefined) throw new Error(`There is no case for ${service}:${operation}`)
    await run(owner)
  })

  it("refuses by its name an operation that it does not have", async () => {
    const { call, named, code = "UnknownOperationException" } = refusals[service]!
    await expect(call(owner)).rejects.toMatchObject({
      name: code,
      message: expect.stringContaining(`The offline engine does not support ${named}`),
      $metadata: { httpStatusCode: 501 },
    })
  })

  it("refuses a function whose role does not allow a call", async () => {
    const { call, action, resource, code = "AccessDeniedException" } = permitted[service]!
    await expect(call(refused)).rejects.toMatchObject({
      name: code,
      message: `User: Refused is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    })
    expect(denied).toEqual([{ functionId: "Refused", action, resource }])
  })

  it("answers a function whose role allows the call", async () => {
    await permitted[service]!.call(allowed)
    expect(denied).toEqual([])
  })
})

it("refuses a service that is not there by its name", async () => {
  const authorization =
    "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0"
  const body = "Action=GetCallerIdentity&Version=2011-06-15"
  const response = await fetch(engine.url, { method: "POST", headers: { authorization }, body })
  expect([response.status, await response.json()]).toEqual([
    501,
    { __type: "UnknownServiceException", message: 'The offline engine does not have the AWS service "sts"' },
  ])
})
