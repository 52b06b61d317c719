import { AwsError } from "../errors.ts"

/** An error that says more than its message, such as the item that a condition found. */
export class DynamoDbError extends AwsError {
  /** What the answer's body is. */
  readonly body: Readonly<Record<string, unknown>>
  constructor(type: string, message: string, body: object = {}, options?: ErrorOptions) {
    super(type.split("#").at(-1) ?? type, message, 400, options)
    this.body = { __type: type, message, ...body }
  }
}

const DYNAMODB = "com.amazonaws.dynamodb.v20120810#"

export function validationError(message: string): DynamoDbError {
  return new DynamoDbError("com.amazon.coral.validate#ValidationException", message)
}

/** DynamoDB answers "The conditional request failed"; the item is in it where the caller asked for it. */
export function conditionFailed(item?: object): DynamoDbError {
  const type = `${DYNAMODB}ConditionalCheckFailedException`
  return new DynamoDbError(type, "The conditional request failed", item ? { Item: item } : {})
}

/** The two operations word it differently. */
export function emptyIndexKeyError({ index, name, kind }: EmptyIndexKey, isUpdate: boolean): DynamoDbError {
  const what = isUpdate
    ? "The update expression attempted to update a secondary index key to a value that is not supported."
    : "A value specified for a secondary index key is not supported."
  const where = isUpdate ? "" : ` IndexName: ${index}, IndexKey: ${name}`
  return validationError(
    `One or more parameter values are not valid. ${what} The AttributeValue for a key attribute cannot contain an empty ${kind} value.${where}`,
  )
}

/** A key attribute of an index that is there, and empty. */
export interface EmptyIndexKey {
  readonly index: string
  readonly name: string
  readonly kind: "string" | "binary"
}

/** A transaction with an empty key is refused as a whole; it is not one of the reasons to cancel it. */
export function isEmptyKey({ message }: DynamoDbError): boolean {
  return message.includes("key attribute cannot contain an empty")
}

export function parameterMismatch(): DynamoDbError {
  return new DynamoDbError(
    `${DYNAMODB}IdempotentParameterMismatchException`,
    "The ClientRequestToken was used before, with other items",
  )
}

/** Why an element of a transaction failed, or that it did not. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html */
export interface CancellationReason {
  readonly Code: string
  readonly Message?: string
  readonly Item?: unknown
}

/** A transaction that was given up; its reasons are in the order of its elements. */
export function transactionCanceled(reasons: readonly CancellationReason[]): DynamoDbError {
  const codes = reasons.map(({ Code }) => Code).join(", ")
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`
  return new DynamoDbError(`${DYNAMODB}TransactionCanceledException`, message, {
    Message: message,
    CancellationReasons: reasons,
  })
}

/** What dynalite reports is what DynamoDB would; anything else is a fault. */
export function dynaliteError(error: unknown): unknown {
  if (error instanceof DynamoDbError) return error
  const { body } = error as { body?: { __type?: string; message?: string; Message?: string } }
  if (body?.__type === undefined) return error
  const message = (body.message ?? body.Message ?? "").replace(
    "were invalid: The AttributeValue for a key",
    "are not valid. The AttributeValue for a key",
  )
  return new DynamoDbError(body.__type, message, {}, { cause: error })
}
