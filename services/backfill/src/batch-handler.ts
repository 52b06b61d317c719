import { batchTasks } from "./batch.ts"

/** Is invoked by S3 Batch Operations. */
export async function handler(invocation: unknown) {
  return batchTasks(invocation)
}
