import { execFileSync } from "node:child_process"
import { expect, it } from "vitest"
import { checkoutRoot } from "../stage.ts"
import { checkoutFixture, fakeTools, unconsumedEvents } from "./checkout.fixture.ts"
import { eventFile } from "./event-template.ts"
import { newService } from "./new-service.ts"
import { planRemoval, removeService } from "./remove-service.ts"

it("refuses a service whose events others consume, and names them", () => {
  expect(() => planRemoval(checkoutRoot, "thumbnail")).toThrow(/ThumbnailGenerated is consumed by others: .*catalog/)
})

it("refuses a service whose events an archive may have", () => {
  const { root, put } = checkoutFixture()
  put("packages/events/released/ThumbnailGenerated.v1.json", "{}")
  put("services/thumbnail/src/handler.ts", "")
  expect(() => planRemoval(root, "thumbnail")).toThrow("ThumbnailGenerated is released, and archived events need it")
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

it("gives back why nobody consumes an event, where git still has it", async () => {
  const { root, contents } = checkoutFixture()
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: root })
  git("init", "--quiet")
  git("add", ".")
  git("commit", "--quiet", "--message", "all")
  const [event = ""] = unconsumedEvents
  const [file, before] = [eventFile(event), contents()]
  await newService(root, "event-diary", { on: [event] }, fakeTools(root))
  expect(contents()[file]).not.toBe(before[file])
  await removeService(root, planRemoval(root, "event-diary"), fakeTools(root))
  expect(contents()[file]).toBe(before[file])
})
