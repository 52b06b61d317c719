import type { Cases } from "./clients.ts"
import { dynamodbBatchCases } from "./dynamodb-batch-cases.ts"
import { dynamodbItemCases } from "./dynamodb-item-cases.ts"
import { dynamodbTableCases } from "./dynamodb-table-cases.ts"

export const dynamodbCases: Cases = { ...dynamodbBatchCases, ...dynamodbItemCases, ...dynamodbTableCases }
