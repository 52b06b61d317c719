import { expect, it } from "vitest"
import { formPermissions } from "./form-permissions.ts"
import { openIam } from "./iam.ts"

const need = { action: "s3:PutObject", resource: "arn:aws:s3:::photos/private/ada/uploads/cat.jpg" }
const statements = [
  { effect: "Allow", actions: ["s3:PutObject"], resources: ["arn:aws:s3:::photos/private/ada/uploads/*"] },
]
const authorize = formPermissions(
  openIam([
    { id: "Gallery", statements },
    { id: "Reader", statements: [] },
  ]),
)

it("lets a form in whose signer may put the object", () => {
  authorize("Gallery", need)
  authorize("local", need)
})

it("refuses a form whose signer may not, naming action and resource", () => {
  expect(() => authorize("Reader", need)).toThrow(
    `User: Reader is not authorized to perform: s3:PutObject on resource: ${need.resource}`,
  )
  expect(() => authorize("Gallery", { ...need, resource: "arn:aws:s3:::photos/elsewhere" })).toThrow("Gallery")
})
