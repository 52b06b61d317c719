import type { Cases } from "./clients.ts"
import { sqsMessageCases } from "./sqs-message-cases.ts"
import { sqsMoveCases } from "./sqs-move-cases.ts"
import { sqsQueueCases } from "./sqs-queue-cases.ts"

export const sqsCases: Cases = { ...sqsMessageCases, ...sqsMoveCases, ...sqsQueueCases }
