import { type Contract, consumerNames, ownerName } from "./contract.ts"
import { between, table } from "./markdown.ts"

const MARKS = [
  "<!-- begin of the generated table of events: npm run docs -->",
  "<!-- end of the generated table of events -->",
] as const

/** The README with its table of events made anew. Throws where its marks are missing. */
export function withEventTable(page: string, contract: Contract): string {
  const rows = contract.definitions.map((definition) => [
    `[${definition.name}](docs/events.md#${definition.name.toLowerCase()})`,
    ownerName(contract, definition),
    definition.description,
    consumerNames(contract, definition),
  ])
  return between(page, MARKS, table(["event", "emitted by", "what it says", "consumed by"], rows))
}
