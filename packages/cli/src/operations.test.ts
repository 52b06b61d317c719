import { synth } from "@darkroom/local"
import { join } from "node:path"
import { expect, it } from "vitest"
import { operationsOf } from "./operations.ts"
import { checkoutRoot } from "./stage.ts"

const graph = await synth({ root: checkoutRoot, stage: "local", cache: join(checkoutRoot, ".darkroom") })
const { subscribers, archive, bus: busArn, tap, undelivered } = operationsOf({ name: "local", links: graph.links })

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
  const told = subscribers.flatMap(({ rules }) => rules.map(({ arn }) => arn))
  expect([...told, tap.rule].sort()).toEqual(own.sort())
})

it("names a rule for replays of a certain name alone, and its queue, which no function reads", () => {
  const { pattern, targets } = graph.rules.find(({ arn }) => arn === tap.rule)!
  expect(pattern).toEqual({ "replay-name": [{ prefix: tap.prefix }] })
  const queue = graph.queues.find(({ url }) => url === tap.queue)!
  expect(targets.map(({ arn }) => arn)).toEqual([queue.arn])
  expect(graph.mappings.filter(({ queueArn }) => queueArn === queue.arn)).toEqual([])
})

it("says that those drop replays who tell people, and that the catalog writes what it knows", () => {
  const others = subscribers.filter(({ onReplay }) => onReplay !== "redo")
  expect(others.map(({ service, onReplay }) => [service, onReplay])).toEqual([
    ["catalog", "project"],
    ["notification", "drop"],
    ["gallery", "drop"],
  ])
})

it("names the archive, and the queue of what rules could not deliver", () => {
  expect(archive).toMatch(new RegExp(`:archive/${graph.archives[0]!.name}$`))
  expect(busArn).toBe(graph.archives[0]!.busArn)
  expect(undelivered).toBe(graph.queues.find(({ id }) => id === "Undelivered")!.url)
})

it("refuses a stage that does not tell", () => {
  expect(() => operationsOf({ name: "other", links: {} })).toThrow("The stage other has no Operations")
})
