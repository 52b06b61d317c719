import { type Choreography, consumersOf, eventsOf } from "../choreography/choreography.ts"
import { exceptions } from "../choreography/exceptions.ts"
import { type Contract, ownerOf } from "./contract.ts"
import { table } from "./markdown.ts"

const INTRODUCTION = `# Who emits and consumes what

Written by \`npm run docs\` from the stacks and the handlers' subscriptions. [events.md](events.md) has each event, [contract.md](contract.md) how
\`darkroom lint\` checks what is here.`

/** docs/choreography.md: a diagram, each service's events, and what the lint lets pass. */
export function choreographyPage(contract: Contract): string {
  const { choreography } = contract
  const parts = [
    INTRODUCTION,
    "The catalog, the notifications and the archive have nearly everything; the diagram leaves them out where they only listen. The table has them all.",
    diagram(contract),
    "## Services",
    servicesTable(choreography),
    "## What the lint lets pass",
    exceptionList(choreography),
  ]
  return `${parts.join("\n\n")}\n`
}

/** Services that listen to nearly everything, and would cover the rest with their arrows. */
const LISTENERS = ["catalog", "notification"]

function diagram(contract: Contract): string {
  const { choreography, definitions } = contract
  const arrows = definitions.flatMap((definition) => {
    const { name } = definition
    const consumers = consumersOf(choreography, name)
    const active = consumers.filter((service) => !LISTENERS.includes(service))
    const owner = ownerOf(contract, definition)
    const shown = active.length > 0 ? active : consumers
    return [
      `  ${owner} --> ${name}([${name}])`,
      ...(shown.length > 0 ? [`  ${name} --> ${shown.join(" & ")}`] : [`  ${name} -.-> archive[(archive)]`]),
    ]
  })
  return ["```mermaid", "flowchart LR", ...arrows, "```"].join("\n")
}

function servicesTable(choreography: Choreography): string {
  const rows = choreography.services.map((service) => {
    const { consumes, emits } = eventsOf(choreography, service)
    return [service, consumes.join(", "), emits.join(", ")]
  })
  return table(["service", "consumes", "emits"], rows)
}

function exceptionList({ events }: Choreography): string {
  const unconsumed = events.flatMap(({ name, unconsumed: why }) =>
    why === undefined ? [] : [`- Nobody consumes **${name}**. ${why}`],
  )
  const elsewhere = exceptions.emittedElsewhere.map(({ event, why }) => `- No service emits **${event}**: ${why}.`)
  const others = exceptions.emitForOthers.map(
    ({ service, why }) => `- **${service}** may put others' events on the bus: ${why}.`,
  )
  const ends = exceptions.endsThere.map(
    ({ function: name, on, emits, why }) =>
      `- **${name}** does not answer ${on.join(", ")} with ${emits.join(", ")}: ${why}.`,
  )
  const writes = exceptions.writeIntoIntake.map(
    ({ service, keys, why }) => `- **${service}** may write under \`${keys}\`, which ingest takes in: ${why}.`,
  )
  return [...unconsumed, ...elsewhere, ...others, ...ends, ...writes].join("\n")
}
