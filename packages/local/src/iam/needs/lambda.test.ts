import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { lambdaNeeds } from "./lambda.ts"

const arns = { region: "us-east-1", accountId: "000000000000" }
const arn = "arn:aws:lambda:us-east-1:000000000000:function:work"

function needsOf(method: string, path: string) {
  const request = { method, path, query: new URLSearchParams(), headers: {}, caller: { accessKeyId: "F" } }
  const needs = lambdaNeeds({ ...request, body: Readable.from([]) }, Buffer.alloc(0), arns)
  return needs?.map(({ action, resource }) => [action, resource])
}

const functions = "/2015-03-31/functions"

it.each([
  ["POST", `${functions}/work/invocations`, ["lambda:InvokeFunction", arn]],
  ["POST", `${functions}/${encodeURIComponent(`${arn}:$LATEST`)}/invocations`, ["lambda:InvokeFunction", arn]],
  ["GET", `${functions}/000000000000%3Afunction%3Awork`, ["lambda:GetFunction", arn]],
  ["GET", `${functions}/work/configuration`, ["lambda:GetFunctionConfiguration", arn]],
  ["GET", functions, ["lambda:ListFunctions", "*"]],
  ["GET", "/2015-03-31/event-source-mappings", ["lambda:ListEventSourceMappings", "*"]],
  [
    "GET",
    "/2015-03-31/event-source-mappings/u-1",
    ["lambda:GetEventSourceMapping", "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:u-1"],
  ],
])("%s %s", (method, path, need) => {
  expect(needsOf(method, path)).toEqual([need])
})

it("knows no permission for an operation that the engine does not have", () => {
  expect(needsOf("DELETE", `${functions}/work`)).toBeUndefined()
})
