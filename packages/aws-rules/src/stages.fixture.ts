import { synthesise } from "@darkroom/local"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Resources, Rule } from "./resources.ts"

const root = join(import.meta.dirname, "../../..")
const synthesised = async (stage: string) =>
  (await synthesise({ root, stage, cache: join(root, ".darkroom") })).resources

export const [production, local] = await Promise.all([synthesised("production"), synthesised("local")])

interface Expectations {
  /** Violations in production that stay, each with the reason. */
  readonly accepted?: Readonly<Record<string, string>>
  /** What makes a stage break the rule, the stage, and what the rule then says. */
  readonly broken: Readonly<Record<string, readonly [resources: Resources, ...violations: (string | RegExp)[]]>>
}

/** Tests one rule: the stages keep it, and a stage that is broken on purpose does not. */
export function keeps(rule: Rule, { accepted = {}, broken }: Expectations): void {
  const known = Object.keys(accepted)
  describe(`${rule.name}`, () => {
    it("holds in production", () => expect(rule(production)).toEqual(known))

    it("holds in the local stage", () =>
      expect(rule(local).filter((violation) => !known.includes(violation))).toEqual([]))

    it.each(Object.entries(broken))("finds %s", (_, [resources, ...violations]) => {
      const found = rule(resources).filter((each) => !known.includes(each))
      expect(found).toEqual(violations.map((each) => (typeof each === "string" ? each : expect.stringMatching(each))))
    })
  })
}

function find(resources: Resources, name: string): Resources[number] {
  const found = resources.find((resource) => resource.name === name && resource.type.startsWith("aws:"))
  if (!found) throw new Error(`no resource ${name}`)
  return found
}

export function stateOf(name: string, resources: Resources = production): Record<string, unknown> {
  return find(resources, name).state
}

export const arnOf = (name: string) => String(stateOf(name)["arn"])

/** Production with other properties of one resource; undefined takes a property away. */
export function changed(name: string, properties: object, resources: Resources = production): Resources {
  const old = find(resources, name)
  const { inputs, state } = old
  const fresh = { ...old, inputs: { ...inputs, ...properties }, state: { ...state, ...properties } }
  return resources.map((resource) => (resource === old ? fresh : resource))
}

export function without(name: string, resources: Resources = production): Resources {
  const old = find(resources, name)
  return resources.filter((resource) => resource !== old)
}

/** Production with one more resource of a kind such as `sqs/queue`. */
export function added(kind: string, name: string, state: Record<string, unknown>, resources = production): Resources {
  return [...resources, { type: `aws:${kind}:Added`, name, inputs: state, state }]
}

/** Production where a role may do more. */
export function allowed(role: string, action: string, arn: string, resources: Resources = production): Resources {
  const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: action, Resource: arn }] })
  const policies = (stateOf(role, resources)["inlinePolicies"] ?? []) as object[]
  return changed(role, { inlinePolicies: [...policies, { name: "more", policy }] }, resources)
}
