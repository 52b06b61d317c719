import type { FileKeeper } from "./file-keeper.ts"
import type { NetworkGate } from "./network-gate.ts"
import type { UploadDeps } from "./upload-deps.ts"
import type { UploadItem } from "./upload-item.ts"
import type { UploadList } from "./upload-list.ts"

/** What each step of the work has in common. */
export interface Work {
  readonly deps: UploadDeps
  readonly list: UploadList
  readonly files: FileKeeper
  readonly gate: NetworkGate
  /** The posts under way, by client id. */
  readonly posts: Map<string, AbortController>
  /** Looks, soon, for what is to be done next. */
  readonly pump: () => void
}

/** A form is not begun with when it may run out before S3 has read it. */
const MARGIN = 15_000

/** Whether the item can be posted as it is. */
export function hasValidForm({ form }: UploadItem, now: number): boolean {
  return form !== undefined && Date.parse(form.expiresAt) > now + MARGIN
}

/** Gives a reservation back. Where that fails it runs out by itself. */
export async function giveBack({ deps }: Pick<Work, "deps">, { form }: Pick<UploadItem, "form">): Promise<void> {
  if (form) await deps.client.cancelUpload({ params: { uploadId: form.uploadId } }).catch(() => {})
}
