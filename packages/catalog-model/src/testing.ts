const strings = [
  "pk",
  "sk",
  "owner",
  "uploadedAt",
  "ownerLabel",
  "ownerChecksum",
  "correlationId",
  "time",
  "watch",
  "due",
]

/** The table ImageMetadata as stacks/tables.ts has it, for tests. */
export const imageMetadataTable = {
  name: "ImageMetadata",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: [...strings.map((name) => ({ name, type: "S" })), { name: "confidence", type: "N" }],
  indexes: [
    { name: "byOwner", hashKey: "owner", rangeKey: "uploadedAt", projection: "ALL" },
    { name: "byLabel", hashKey: "ownerLabel", rangeKey: "confidence", projection: "ALL" },
    { name: "byChecksum", hashKey: "ownerChecksum", projection: "KEYS_ONLY" },
    { name: "byCorrelation", hashKey: "correlationId", rangeKey: "time", projection: "ALL" },
    { name: "byDue", hashKey: "watch", rangeKey: "due", projection: "INCLUDE", included: ["imageId", "stalled"] },
  ],
}
