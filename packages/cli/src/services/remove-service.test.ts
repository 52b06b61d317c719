import { expect, it } from "vitest"
import { checkoutRoot } from "../stage.ts"
import { checkoutFixture } from "./checkout.fixture.ts"
import { planRemoval } from "./remove-service.ts"

it("refuses a service whose events others consume, and names them", () => {
  expect(() => planRemoval(checkoutRoot, "thumbnail")).toThrow(/ThumbnailGenerated is consumed by others: .*catalog/)
})

it("refuses a service that others name by hand, and says where", () => {
  expect(() => planRemoval(checkoutRoot, "notification")).toThrow(/named by hand in .*stacks\/services\.ts/)
})

it("refuses a service that is not there, and suggests one that is", () => {
  const { root } = checkoutFixture()
  expect(() => planRemoval(root, "printr")).toThrow(
    "There is no service printr. Did you mean printer? There are: printer",
  )
})

it("removes a service that was written by hand, once nobody names it", () => {
  const { root } = checkoutFixture()
  expect(planRemoval(root, "printer")).toMatchObject({ removed: ["services/printer"], events: [] })
})
