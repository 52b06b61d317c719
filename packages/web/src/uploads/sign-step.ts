import type { Uploads } from "@darkroom/gallery-api"
import { refusedUploads } from "@darkroom/gallery-api/client"
import { addToItsAlbum } from "./duplicates.ts"
import { failure, ofApi, verdictOf } from "./failures.ts"
import { settleFailure } from "./settle-failure.ts"
import type { UploadItem } from "./upload-item.ts"
import { giveBack, hasValidForm, type Work } from "./work.ts"

const BATCH = 20
/** Forms in stock. More of them would run out, and take the place of other tabs' uploads, before they are used. */
const AHEAD = 8
const LONGEST_NAME = 1000

/** Asks for forms, one request at a time; what is hashed meanwhile goes with the next. */
export function signStep(work: Work): () => void {
  const { list, deps, gate, pump } = work
  /** Of batches that were refused as a whole: each by itself, so that one bad file stops no other. */
  const alone = new Set<string>()
  let busy = false
  return () => {
    if (busy || !gate.isOpen()) return
    const now = deps.clock.now()
    const ready = list.all().filter((item) => item.state === "waiting" && hasValidForm(item, now))
    if (ready.length >= AHEAD) return
    const batch = nextBatch(
      list.all().filter((item) => isToSign(item, now)),
      alone,
    )
    if (batch.length === 0) return
    busy = true
    for (const { clientId } of batch) list.move(clientId, "signing")
    void sign(work, batch, alone).finally(() => {
      busy = false
      pump()
    })
  }
}

const isToSign = (item: UploadItem, now: number) =>
  item.state === "waiting" && item.sha256 !== undefined && !hasValidForm(item, now)

function nextBatch(items: readonly UploadItem[], alone: ReadonlySet<string>): readonly UploadItem[] {
  const together = items.filter(({ clientId }) => !alone.has(clientId))
  return together.length > 0 ? together.slice(0, BATCH) : items.slice(0, 1)
}

async function sign(work: Work, batch: readonly UploadItem[], alone: Set<string>): Promise<void> {
  try {
    await Promise.all(batch.map((item) => giveBack(work, item)))
    const { uploads } = await work.deps.client
      .signUploads({ body: { files: batch.map(requestOf) } })
      .catch((error: unknown) => refusedUploads(error) ?? Promise.reject(error as Error))
    const answers = new Map(uploads.map((answer) => [answer.clientId, answer]))
    for (const { clientId } of batch) takeAnswer(work, clientId, answers.get(clientId))
  } catch (cause) {
    refuseBatch(work, batch, alone, cause)
  }
}

function requestOf({ clientId, name, size, type, sha256, albumId }: UploadItem) {
  const file = { clientId, name: name.slice(-LONGEST_NAME) || "photo", size, contentType: type, sha256: sha256 ?? "" }
  return albumId === undefined ? file : { ...file, albumId }
}

type Answer = Uploads["uploads"][number]

function takeAnswer(work: Work, clientId: string, answer: Answer | undefined): void {
  const { list, deps } = work
  const item = list.get(clientId)
  if (answer && "fields" in answer) return takeForm(work, clientId, answer)
  // Paused or cancelled meanwhile; it is asked for again if it goes on.
  if (item?.state !== "signing") return
  if (answer && "duplicateOf" in answer) {
    list.move(clientId, "duplicate", { photoId: answer.duplicateOf, form: undefined })
    return void addToItsAlbum(work, clientId)
  }
  if (answer) return settleFailure(work, unsigned(item), ofApi(answer.error, deps.clock.now()))
  settleFailure(work, unsigned(item), { kind: "again", error: failure("Internal", "The server did not answer.") })
}

function takeForm(work: Work, clientId: string, form: Extract<Answer, { fields: unknown }>): void {
  const state = work.list.get(clientId)?.state
  if (state === "signing") work.list.move(clientId, "waiting", { form })
  else if (state === "paused" || state === "waiting") work.list.patch(clientId, { form })
  else void giveBack(work, { form })
}

function refuseBatch(work: Work, batch: readonly UploadItem[], alone: Set<string>, cause: unknown): void {
  const { list, deps, gate } = work
  const verdict = verdictOf(cause, deps.clock.now())
  const onlyOfOne = verdict.kind === "fail" && verdict.error.code !== "Unauthorized" && batch.length > 1
  if (verdict.kind === "network") gate.lose()
  for (const { clientId } of batch) {
    const item = list.get(clientId)
    if (onlyOfOne) alone.add(clientId)
    if (item?.state !== "signing") continue
    if (onlyOfOne) list.move(clientId, "waiting", { form: undefined })
    else settleFailure(work, unsigned(item), verdict)
  }
}

/** Its reservation, if it had one, was cancelled already. */
const unsigned = (item: UploadItem): UploadItem => ({ ...item, form: undefined })
