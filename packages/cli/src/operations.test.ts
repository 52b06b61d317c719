import { synth } from "@darkroom/local"
import { join } from "node:path"
import { expect, it } from "vitest"
import { operationsOf } from "./operations.ts"
import { checkoutRoot } from "./stage.ts"

const graph = await synth({ root: checkoutRoot, stage: "local", cache: join(checkoutRoot, ".darkroom") })
const { subscribers, archive, undelivered } = operationsOf({ name: "local", links: graph.links })

it("names every queue that a function works off, its dead letters and its rules on Darkroom's bus", () => {
  const failures = graph.functions.find(({ id }) => id === "Failures")!
  const worked = graph.mappings.filter(({ functionArn }) => functionArn !== failures.arn)
  const urlOf = (arn: string) => graph.queues.find((queue) => queue.arn === arn)!.url
  expect(subscribers.flatMap(({ queues }) => queues).sort()).toEqual(
    worked.map(({ queueArn }) => urlOf(queueArn)).sort(),
  )
  for (const { name, queues, deadLetters, rules } of subscribers) {
    const fn = graph.functions.find(({ id }) => id === name)!
    for (const url of queues) {
      const queue = graph.queues.find((candidate) => candidate.url === url)!
      expect(worked.find(({ queueArn }) => queueArn === queue.arn)?.functionArn, name).toBe(fn.arn)
      expect(urlOf(queue.redrive!.deadLetterArn)).toBe(deadLetters)
    }
    for (const { arn, events } of rules) {
      const { pattern, targets } = graph.rules.find((rule) => rule.arn === arn)!
      expect((pattern as { "detail-type": string[] })["detail-type"]).toEqual(events)
      expect(queues).toContain(urlOf(targets[0]!.arn))
    }
  }
})

it("names every rule of Darkroom's bus once", () => {
  const bus = graph.buses.find(({ id }) => id === "Events")!.name
  const own = graph.rules.filter((rule) => rule.bus === bus).map(({ arn }) => arn)
  expect(subscribers.flatMap(({ rules }) => rules.map(({ arn }) => arn)).sort()).toEqual(own.sort())
})

it("names the archive, and the queue of what rules could not deliver", () => {
  expect(archive).toMatch(new RegExp(`:archive/${graph.archives[0]!.name}$`))
  expect(undelivered).toBe(graph.queues.find(({ id }) => id === "Undelivered")!.url)
})

it("refuses a stage that does not tell", () => {
  expect(() => operationsOf({ name: "other", links: {} })).toThrow("The stage other has no Operations")
})
