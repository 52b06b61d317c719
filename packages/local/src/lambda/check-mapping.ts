import type { FunctionNode, MappingNode } from "../graph.ts"

const MAX_BATCH_SIZE = 10_000
const MAX_WINDOW_SECONDS = 300
/** What one receive can give. */
const BATCH_SIZE_WITHOUT_WINDOW = 10

/** Throws on a mapping that AWS would refuse to create. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export function checkMapping(mapping: MappingNode, node: FunctionNode, visibilityTimeout: number): void {
  const { id, batchSize, window, queueArn } = mapping
  const refuse = (reason: string) => new Error(`The event source mapping ${id} is refused: ${reason}`)
  if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) throw refuse(`batch size ${batchSize} is not 1 to ${MAX_BATCH_SIZE}`)
  if (window < 0 || window > MAX_WINDOW_SECONDS)
    throw refuse(`batching window ${window} s is not 0 to ${MAX_WINDOW_SECONDS} s`)
  if (batchSize > BATCH_SIZE_WITHOUT_WINDOW && window < 1)
    throw refuse(
      `batch size ${batchSize} is over ${BATCH_SIZE_WITHOUT_WINDOW} and needs a batching window of 1 s or more`,
    )
  // Otherwise a message is handed out again while the function still works on it.
  if (visibilityTimeout < node.timeout)
    throw refuse(
      `visibility timeout ${visibilityTimeout} s of queue ${queueArn} is less than timeout ${node.timeout} s of function ${node.id}`,
    )
}
