import { tableNode } from "@darkroom/local/embedded"

const strings = ["pk", "sk", "owner", "uploadedAt", "ownerLabel"].map((name) => ({ name, type: "S" }))

/** The table ImageMetadata as stacks/tables.ts has it. */
export const imageMetadataTable = tableNode({
  name: "ImageMetadata",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: [...strings, { name: "confidence", type: "N" }],
  indexes: [
    { name: "byOwner", hashKey: "owner", rangeKey: "uploadedAt", projection: "ALL" },
    { name: "byLabel", hashKey: "ownerLabel", rangeKey: "confidence", projection: "ALL" },
  ],
})
