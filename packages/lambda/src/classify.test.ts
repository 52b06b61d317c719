import { IdempotencyPersistenceLayerError } from "@aws-lambda-powertools/idempotency"
import { expect, it } from "vitest"
import { classify } from "./classify.ts"

const message = "User: Ingest is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:::table/x"

it("tells why idempotency could not store, not only that it could not", () => {
  const refused = Object.assign(new Error(message), { name: "AccessDeniedException" })
  const error = new IdempotencyPersistenceLayerError("Failed to save in progress record", { cause: refused })
  expect(classify(error)).toMatchObject({ class: "transient", name: "AccessDeniedException", message })
  const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" })
  expect(classify(new IdempotencyPersistenceLayerError("Failed", { cause: throttled })).class).toBe("throttled")
})
