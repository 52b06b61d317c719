import { derivedId, metadataSchema, claimSchema, traceparentOf } from "@darkroom/events"
import { z } from "zod"
import { eventsOf } from "../choreography/choreography.ts"
import { type Contract, type Definition, ownerOf } from "./contract.ts"

const CHANNEL = "events"

/** An AsyncAPI 3.0 document: one channel, the bus; for each service what it sends and receives. https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export function asyncApiDocument(contract: Contract): object {
  const { definitions, summaries } = contract
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Darkroom's events",
      version: "1.0.0",
      description: "The events of Darkroom's bus on Amazon EventBridge. Delivery is at least once and in no order.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    defaultContentType: "application/json",
    channels: {
      [CHANNEL]: {
        address: "Events",
        title: "The bus",
        description: "An EventBridge bus; a rule's pattern chooses by `source` and `detail-type`.",
        messages: Object.fromEntries(definitions.map(({ name }) => [name, reference("components", "messages", name)])),
      },
    },
    operations: operations(contract),
    components: {
      messages: Object.fromEntries(definitions.map((each) => [each.name, message(each)])),
      schemas: {
        ...Object.fromEntries(
          definitions.map((each) => [each.name, { description: each.description, ...draft7(each.schema) }]),
        ),
        Metadata: draft7(metadataSchema),
        Claim: {
          description: "In place of data that are too large for an event: where they lie.",
          ...draft7(claimSchema),
        },
      },
    },
    "x-services": summaries,
  }
}

function operations(contract: Contract): object {
  const { choreography, definitions } = contract
  const { services } = choreography
  const senders = [...new Set([...services, ...definitions.map((each) => ownerOf(contract, each))])]
  const sent = senders.map((service) => ({
    service,
    action: "send",
    names: definitions.filter((each) => ownerOf(contract, each) === service).map(({ name }) => name),
  }))
  const received = services.map((service) => ({
    service,
    action: "receive",
    names: eventsOf(choreography, service).consumes,
  }))
  return Object.fromEntries(
    [...sent, ...received].flatMap(({ service, action, names }) =>
      names.length === 0
        ? []
        : [
            [
              `${service}.${action}`,
              { action, channel: reference("channels", CHANNEL), messages: names.map(inChannel) },
            ],
          ],
    ),
  )
}

function inChannel(name: string) {
  return reference("channels", CHANNEL, "messages", name)
}

function reference(...path: string[]): { $ref: string } {
  return { $ref: `#/${path.join("/")}` }
}

function message(definition: Definition): object {
  const { name, source, description } = definition
  return {
    name,
    title: name,
    summary: description,
    contentType: "application/json",
    correlationId: { location: "$message.payload#/detail/metadata/correlationId" },
    payload: {
      type: "object",
      required: ["source", "detail-type", "detail"],
      properties: {
        source: { const: source },
        "detail-type": { const: name },
        detail: {
          type: "object",
          required: ["metadata"],
          oneOf: [{ required: ["data"] }, { required: ["claim"] }],
          properties: {
            metadata: reference("components", "schemas", "Metadata"),
            data: reference("components", "schemas", name),
            claim: reference("components", "schemas", "Claim"),
          },
        },
      },
    },
    examples: [{ name, summary: "As the rule of a subscriber has it", payload: exampleOf(definition) }],
  }
}

function exampleOf({ name, source, version, example, schema }: Definition): object {
  const id = derivedId("example", name)
  const metadata = metadataSchema.parse({
    id,
    version,
    time: "2026-11-28T12:00:00.000Z",
    correlationId: id,
    causationId: null,
    origin: "upload",
    groupKey: id,
    traceparent: traceparentOf(id, id),
  })
  return { source, "detail-type": name, detail: { metadata, data: schema.parse(example) } }
}

/** AsyncAPI's own schemas are a superset of JSON Schema's draft 7. Consumers let pass what they do not know. */
function draft7(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "output",
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
  return rest
}
