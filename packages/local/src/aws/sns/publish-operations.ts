import { AwsError } from "../errors.ts"
import { checkPhoneNumber } from "./endpoints.ts"
import { MAX_MESSAGE_BYTES, publishInput, type Publication } from "./publish-input.ts"
import type { Publisher } from "./publisher.ts"
import { listOf, type QueryOperation } from "./query-protocol.ts"
import type { Topics } from "./topics.ts"

const MAX_BATCH = 10

/** Publish and PublishBatch. */
export function publishOperations(topics: Topics, publish: Publisher): Record<string, QueryOperation> {
  return {
    Publish: (input, traceHeader) => {
      const number = input.get("PhoneNumber")
      if (number !== null) {
        checkPhoneNumber(number)
        return { MessageId: publish.toPhone(number, publishInput(input)) }
      }
      const topic = input.has("TargetArn")
        ? topics.get(input.get("TargetArn"), "TargetArn")
        : topics.get(input.get("TopicArn"), "TopicArn")
      return { MessageId: publish.toTopic(topic.arn, publishInput(input), traceHeader) }
    },
    PublishBatch: (input, traceHeader) => {
      const { arn } = topics.get(input.get("TopicArn"))
      const entries = listOf(input, "PublishBatchRequestEntries.member")
      return publishBatch(entries, (publication) => publish.toTopic(arn, publication, traceHeader))
    },
  }
}

/** Publishes each entry alone, so that one bad entry fails alone. https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
function publishBatch(entries: readonly URLSearchParams[], publish: (publication: Publication) => string): object {
  checkBatch(entries)
  const read = entries.map((entry) => ({ Id: entry.get("Id"), publication: attempt(() => publishInput(entry)) }))
  checkSize(read.map(({ publication }) => publication))
  const results = read.map(({ Id, publication }) => {
    const result = publication instanceof AwsError ? publication : attempt(() => publish(publication))
    if (!(result instanceof AwsError)) return { Id, MessageId: result }
    return { Id, Code: result.code, Message: result.message, SenderFault: result.status < 500 }
  })
  return {
    Successful: { member: results.filter((result) => "MessageId" in result) },
    Failed: { member: results.filter((result) => "Code" in result) },
  }
}

function attempt<Result>(work: () => Result): Result | AwsError {
  try {
    return work()
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
}

function checkBatch(entries: readonly URLSearchParams[]): void {
  if (entries.length === 0) throw new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.")
  if (entries.length > MAX_BATCH)
    throw new AwsError("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.")
  const ids = entries.map((entry) => entry.get("Id") ?? "")
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id)))
    throw new AwsError(
      "InvalidBatchEntryId",
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    )
  if (new Set(ids).size < entries.length)
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.")
}

function checkSize(publications: readonly (Publication | AwsError)[]): void {
  const sizes = publications.map((publication) => (publication instanceof AwsError ? 0 : publication.size))
  if (sizes.reduce((sum, size) => sum + size, 0) > MAX_MESSAGE_BYTES)
    throw new AwsError(
      "BatchRequestTooLong",
      "The length of all the batch messages put together is more than the limit.",
    )
}
