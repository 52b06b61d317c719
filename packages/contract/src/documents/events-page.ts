import { type Contract, consumerNames, type Definition, ownerName } from "./contract.ts"
import { fieldsOf } from "./fields.ts"
import { table } from "./markdown.ts"
import { jsonSchemaOf } from "@darkroom/events"

const INTRODUCTION = `# Events

Written by \`npm run docs\` from \`packages/events\` and the stacks. [contract.md](contract.md) says how events change. A field's type is that
on the bus; a time is UTC unless its description says otherwise. [asyncapi.json](asyncapi.json) has the same for machines, [choreography.md](choreography.md) who emits and
consumes what.`

/** docs/events.md: one section an event. */
export function eventsPage(contract: Contract): string {
  const sections = contract.definitions.map((definition) => eventSection(contract, definition))
  return `${[INTRODUCTION, ...sections].join("\n\n")}\n`
}

function eventSection(contract: Contract, definition: Definition): string {
  const { name, description, version, source, unconsumed, earlier = [] } = definition
  const facts = [
    `- **Owner**: ${ownerName(contract, definition)} (\`${source}\`)`,
    `- **Consumers**: ${consumerNames(contract, definition)}${unconsumed === undefined ? "" : `. ${unconsumed}`}`,
    `- **Version**: ${version}${earlier.length === 0 ? "" : `; earlier ones that are read: ${earlier.map((each) => each.version).join(", ")}`}`,
  ]
  return [`## ${name}`, description, facts.join("\n"), fieldTable(definition), exampleOf(definition)].join("\n\n")
}

/** Of the event's data. */
export function fieldTable(definition: Definition): string {
  const rows = fieldsOf(jsonSchemaOf(definition)).map(({ path, type, description }) => [
    `\`${path}\``,
    type,
    description,
  ])
  return table(["field", "type", "description"], rows)
}

function exampleOf({ example }: Definition): string {
  return `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``
}
