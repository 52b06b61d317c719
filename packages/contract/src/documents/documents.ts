import { asyncApiDocument } from "./asyncapi.ts"
import { choreographyPage } from "./choreography-page.ts"
import type { Contract, GeneratedFile } from "./contract.ts"
import { eventCatalogFiles } from "./event-catalog.ts"
import { withEventTable } from "./event-table.ts"
import { eventsPage } from "./events-page.ts"

/** Folders in which everything is generated. */
export const GENERATED_FOLDERS = ["docs/eventcatalog"]

/** Every document that is made from the contract; `readme` is the README as it is. */
export function contractDocuments(contract: Contract, readme: string): GeneratedFile[] {
  return [
    { path: "README.md", content: withEventTable(readme, contract) },
    { path: "docs/asyncapi.json", content: `${JSON.stringify(asyncApiDocument(contract), null, 2)}\n` },
    { path: "docs/choreography.md", content: choreographyPage(contract) },
    { path: "docs/events.md", content: eventsPage(contract) },
    ...eventCatalogFiles(contract),
  ]
}
