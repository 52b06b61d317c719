import { jsonSchemaOf } from "@darkroom/events"
import { eventsOf } from "../choreography/choreography.ts"
import { type Contract, type Definition, type GeneratedFile, ownerOf } from "./contract.ts"
import { fieldTable } from "./events-page.ts"
import { mdxText } from "./markdown.ts"

const FOLDER = "docs/eventcatalog"
/** EventCatalog's versions are semantic ones; services have none of their own. */
const SERVICE_VERSION = "1.0.0"

/** Content for EventCatalog: a page a service and a page an event with its schema. https://www.eventcatalog.dev/docs/development/getting-started/introduction */
export function eventCatalogFiles(contract: Contract): GeneratedFile[] {
  const { choreography, definitions } = contract
  const owners = definitions.map((definition) => ownerOf(contract, definition))
  const services = [...new Set([...choreography.services, ...owners])].toSorted()
  return [
    ...services.map((service) => servicePage(contract, service)),
    ...definitions.flatMap((definition) => eventFiles(definition)),
  ]
}

function servicePage(contract: Contract, service: string): GeneratedFile {
  const { definitions, summaries } = contract
  const { consumes } = eventsOf(contract.choreography, service)
  const sends = definitions.filter((each) => ownerOf(contract, each) === service)
  const receives = definitions.filter(({ name }) => consumes.includes(name))
  const summary = summaries[service] ?? "The `darkroom` command."
  const head = frontMatter({
    id: service,
    name: service,
    version: SERVICE_VERSION,
    summary,
    ...(sends.length > 0 ? { sends: sends.map(pointer) } : {}),
    ...(receives.length > 0 ? { receives: receives.map(pointer) } : {}),
  })
  const body = [head, "## Overview", mdxText(summary), "<NodeGraph />"]
  return { path: `${FOLDER}/services/${service}/index.mdx`, content: `${body.join("\n\n")}\n` }
}

function pointer({ name, version }: Definition) {
  return { id: name, version: semantic(version) }
}

function semantic(version: number): string {
  return `${version}.0.0`
}

function eventFiles(definition: Definition): GeneratedFile[] {
  const { name, version, description } = definition
  const folder = `${FOLDER}/events/${name}`
  const head = frontMatter({
    id: name,
    name,
    version: semantic(version),
    summary: description,
    schemaPath: "schema.json",
  })
  const fields = fieldTable(definition).split("\n").map(mdxText).join("\n")
  const body = [
    head,
    "## Overview",
    mdxText(description),
    "<NodeGraph />",
    "## Fields",
    fields,
    '<SchemaViewer file="schema.json" />',
  ]
  return [
    { path: `${folder}/index.mdx`, content: `${body.join("\n\n")}\n` },
    { path: `${folder}/schema.json`, content: `${JSON.stringify(jsonSchemaOf(definition), null, 2)}\n` },
  ]
}

/** YAML in which every value is JSON, which YAML includes. */
function frontMatter(fields: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return ["---", ...lines, "---"].join("\n")
}
