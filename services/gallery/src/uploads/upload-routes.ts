import { randomUUID } from "node:crypto"
import { type Clock, isoTime } from "../clock.ts"
import { type LimitReached, limitReached, notFound } from "../errors.ts"
import { originalKey } from "../keys.ts"
import type { Implementations } from "../implementations.ts"
import type { Quota, Wanted } from "../quota/quota.ts"
import { SIGNED_FOR } from "../quota/reservation.ts"
import { type CheckDeps, checkFiles, refused, type RequestedFile, type UploadAnswer } from "./check-files.ts"
import { cleanName } from "./clean-name.ts"
import type { SignForm } from "./upload-form.ts"

export interface UploadDeps extends Omit<CheckDeps, "limits"> {
  readonly quota: Quota
  readonly signForm: SignForm
  readonly clock: Clock
}

export function uploadRoutes(deps: UploadDeps): Pick<Implementations, "signUploads" | "cancelUpload"> {
  return {
    async signUploads({ userId, body: { files } }) {
      const refusals = await checkFiles(userId, files, { ...deps, limits: deps.quota.limits })
      const accepted = files.filter((_, index) => refusals[index] === undefined)
      const signed = (await reserveAndSign(userId, accepted, deps)).values()
      const uploads = refusals.map((refusal) => refusal ?? signed.next().value!)
      const limit = limitOfAll(uploads)
      if (limit !== undefined) throw limitReached(limit, deps.clock.now(), { uploads })
      return { uploads }
    },
    async cancelUpload({ userId, params }) {
      if (!(await deps.quota.cancel(userId, params.uploadId))) throw notFound("You have no such upload.")
    },
  }
}

/** The limit that is in the way of every file, that which opens first where there are several; undefined where one got further. */
function limitOfAll(uploads: readonly UploadAnswer[]): LimitReached | undefined {
  const limits = uploads.flatMap((upload) =>
    "error" in upload && upload.error.code === "LimitReached" ? [upload.error.details as LimitReached] : [],
  )
  if (limits.length < uploads.length) return undefined
  return limits.toSorted((a, b) => a.resetsAt.localeCompare(b.resetsAt))[0]
}

/** A form each, or the limit that is in its way. */
async function reserveAndSign(
  owner: string,
  files: readonly RequestedFile[],
  { quota, signForm, clock }: UploadDeps,
): Promise<UploadAnswer[]> {
  const wanted = files.map(toWanted)
  const outcomes = await quota.reserve(owner, wanted)
  return Promise.all(
    files.map(async ({ clientId, contentType }, index): Promise<UploadAnswer> => {
      const [{ uploadId, name, size, sha256 }, outcome] = [wanted[index]!, outcomes[index]!]
      if (outcome !== "reserved") return refused(clientId, limitReached(outcome, clock.now()))
      const key = originalKey(owner, uploadId, name)
      const form = await signForm({ key, size, contentType, sha256 })
      return { clientId, uploadId, key, ...form, expiresAt: isoTime(clock.now() + SIGNED_FOR) }
    }),
  )
}

function toWanted({ name, size, sha256, albumId }: RequestedFile): Wanted {
  const upload = { uploadId: randomUUID(), name: cleanName(name), size, sha256 }
  return albumId === undefined ? upload : { ...upload, albumId }
}
