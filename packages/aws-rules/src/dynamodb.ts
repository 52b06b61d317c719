import { all, type Resources } from "./resources.ts"

interface Index {
  readonly nonKeyAttributes?: readonly string[]
}

interface TableState {
  readonly globalSecondaryIndexes?: readonly Index[]
  readonly localSecondaryIndexes?: readonly Index[]
}

/** At most 20 global and 5 local indexes, with 100 projected attributes in all. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
export function indexCounts(resources: Resources): string[] {
  return all<TableState>(resources, "dynamodb/table").flatMap(({ name, state }) => {
    const { globalSecondaryIndexes: global = [], localSecondaryIndexes: local = [] } = state
    const projected = [...global, ...local].reduce((sum, index) => sum + (index.nonKeyAttributes?.length ?? 0), 0)
    return [
      ...(global.length > 20 ? [`${name}: has ${global.length} global secondary indexes, and 20 is the quota`] : []),
      ...(local.length > 5 ? [`${name}: has ${local.length} local secondary indexes, and 5 is the quota`] : []),
      ...(projected > 100 ? [`${name}: projects ${projected} attributes into its indexes, and 100 is the quota`] : []),
    ]
  })
}
