interface Consumed {
  readonly ConsumedCapacity?: { readonly TableName: string; readonly CapacityUnits: number }
}

export interface ConsumedCapacityOptions {
  /** What the caller gave as ReturnConsumedCapacity. */
  readonly wanted: unknown
  /** A transaction prepares and commits, so it needs twice the units, and says of which kind they are. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling */
  readonly transaction?: "Read" | "Write"
}

/** What several operations consumed, summed up for each table. */
export function consumedCapacity(outputs: readonly object[], { wanted, transaction }: ConsumedCapacityOptions): object {
  if (wanted !== "TOTAL" && wanted !== "INDEXES") return {}
  const units = new Map<string, number>()
  for (const { ConsumedCapacity } of outputs as readonly Consumed[]) {
    if (ConsumedCapacity === undefined) continue
    const { TableName, CapacityUnits } = ConsumedCapacity
    units.set(TableName, (units.get(TableName) ?? 0) + CapacityUnits * (transaction ? 2 : 1))
  }
  const summed = [...units].map(([TableName, CapacityUnits]) => {
    const capacity = { CapacityUnits, ...(transaction ? { [`${transaction}CapacityUnits`]: CapacityUnits } : {}) }
    return { TableName, ...capacity, ...(wanted === "INDEXES" ? { Table: capacity } : {}) }
  })
  return { ConsumedCapacity: summed }
}
