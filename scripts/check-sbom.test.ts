import { expect, it } from "vitest"
import { problemsOfSbom } from "./check-sbom.mjs"

const component = (name: string) => ({ name, version: "1.0.0", purl: `pkg:npm/${name}@1.0.0`, "bom-ref": name })
const sbom = {
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  metadata: { component: { "bom-ref": "app" } },
  components: [component("sharp"), { ...component("node-av"), group: "@seydx" }],
  dependencies: [{ ref: "app", dependsOn: ["sharp", "node-av"] }],
}

it("takes a document that lists what is needed", () => {
  expect(problemsOfSbom(sbom, ["sharp", "@seydx/node-av"])).toEqual([])
})

it.each([
  ["another format", { specVersion: "1.2" }, "it is CycloneDX 1.2, not CycloneDX 1.6"],
  ["a package that is missing", { components: [component("node-av")], dependencies: [] }, "sharp is missing"],
  ["a package without a version", { components: [{ name: "sharp" }], dependencies: [] }, "sharp lacks a name"],
  [
    "a package twice",
    { components: [component("sharp"), component("sharp")], dependencies: [] },
    "sharp is there twice",
  ],
  ["a dependency that is not listed", { dependencies: [{ ref: "app", dependsOn: ["zod"] }] }, "zod is depended on"],
])("says what is wrong: %s", (_, changes, problem) => {
  expect(problemsOfSbom({ ...sbom, ...changes }, ["sharp"]).join()).toContain(problem)
})
