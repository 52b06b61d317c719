import specs from "@asyncapi/specs"
import { allEvents } from "@darkroom/events"
import { Ajv } from "ajv"
import { expect, it } from "vitest"
import { choreographyOf } from "../choreography/choreography.fixture.ts"
import { asyncApiDocument } from "./asyncapi.ts"

const tagging = { name: "tagging", on: ["MetadataExtracted"], emits: ["ImageTagged"] }
const choreography = await choreographyOf(
  [tagging, { name: "catalog", on: ["ImageTagged", "MetadataExtracted"] }],
  allEvents.map(({ name, source }) => ({ name, by: source.replace("darkroom.", "") })),
)
const document = asyncApiDocument({ definitions: allEvents, choreography, summaries: { tagging: "Looks." } }) as {
  channels: { events: { messages: object } }
  operations: Record<string, { action: string; messages: { $ref: string }[] }>
  components: {
    messages: Record<string, { payload: object; examples: { payload: object }[] }>
    schemas: Record<string, object>
  }
}
const ajv = () => new Ajv({ strict: false, validateFormats: false, allErrors: true })

it("is valid AsyncAPI 3.0, by AsyncAPI's own schema", () => {
  // It brings JSON Schema's own schema along.
  const validate = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false }).compile(
    specs.schemas["3.0.0"] as object,
  )
  validate(JSON.parse(JSON.stringify(document)))
  expect(validate.errors).toBeNull()
  validate({ ...document, channels: { events: { address: 7 } } })
  expect(validate.errors).not.toBeNull()
})

it("refers to nothing that is not there", () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = ""]) => path)
  const found = references.map((path) =>
    path.split("/").reduce<unknown>((node, key) => (node as never)?.[key], document),
  )
  expect(references.length).toBeGreaterThan(100)
  expect(found).not.toContain(undefined)
})

it("has for each service what it sends and receives", () => {
  const names = (operation: string) =>
    document.operations[operation]?.messages.map(({ $ref }) => $ref.split("/").at(-1))
  expect([names("tagging.send"), names("tagging.receive"), names("catalog.receive")]).toEqual([
    ["ImageTagged"],
    ["MetadataExtracted"],
    ["MetadataExtracted", "ImageTagged"],
  ])
  expect(document.operations["catalog.receive"]?.action).toBe("receive")
})

it.each(allEvents.map(({ name }) => name))("has an example of %s that its own schema lets through", (name) => {
  const { payload, examples } = document.components.messages[name]!
  const validate = ajv().compile({ ...payload, components: document.components })
  for (const example of examples) {
    validate(example.payload)
    expect(validate.errors).toBeNull()
    validate({ ...example.payload, detail: {} })
    expect(validate.errors).not.toBeNull()
  }
})
