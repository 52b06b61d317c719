import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from "@aws-lambda-powertools/idempotency"
import { BasePersistenceLayer, type IdempotencyRecord } from "@aws-lambda-powertools/idempotency/persistence"

/** Powertools' idempotency in memory, with DynamoDB's conditions: what is done or being done is not begun again. */
export class MemoryPersistence extends BasePersistenceLayer {
  readonly records = new Map<string, IdempotencyRecord>()

  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    const existing = this.records.get(record.idempotencyKey)
    if (existing && !isOver(existing)) throw new IdempotencyItemAlreadyExistsError("exists", existing)
    this.records.set(record.idempotencyKey, record)
  }

  protected override async _getRecord(key: string): Promise<IdempotencyRecord> {
    const record = this.records.get(key)
    if (record === undefined) throw new IdempotencyItemNotFoundError()
    return record
  }

  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    this.records.set(record.idempotencyKey, record)
  }

  protected override async _deleteRecord(record: IdempotencyRecord): Promise<void> {
    this.records.delete(record.idempotencyKey)
  }
}

function isOver(record: IdempotencyRecord): boolean {
  if (record.getStatus() === IdempotencyRecordStatus.EXPIRED) return true
  const { inProgressExpiryTimestamp: end } = record
  return record.getStatus() === IdempotencyRecordStatus.INPROGRESS && end !== undefined && end < Date.now()
}
