import { expect, it } from "vitest"
import { localAddresses } from "./local-addresses.ts"

const here = "http://127.0.0.1:4900"

it("puts the engine in the place of AWS's queues, user pools and APIs, and leaves other addresses alone", () => {
  const text = JSON.stringify({
    queue: "https://sqs.us-east-1.amazonaws.com/000000000000/work",
    issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool",
    api: "https://a1-b2.execute-api.us-east-1.amazonaws.com/albums",
    page: "https://example.com/",
  })
  expect(JSON.parse(localAddresses(text, here))).toEqual({
    queue: `${here}/000000000000/work`,
    issuer: `${here}/_users/us-east-1_pool`,
    api: `${here}/_apis/a1-b2/albums`,
    page: "https://example.com/",
  })
})
