import type { BackfillCommand, BackfillSource, BackfillStatus } from "@darkroom/events"
import type { Backfill } from "@darkroom/gallery-api"
import { z } from "zod"
import { DAY, type Clock } from "../clock.ts"
import { conflict, forbidden, notFound } from "../errors.ts"
import type { Implementations } from "../implementations.ts"
import { OPERATORS } from "../user.ts"
import type { Control } from "./control.ts"
import type { HasSecondFactor } from "./second-factor.ts"

export interface BackfillDeps {
  readonly control: Control
  readonly hasSecondFactor: HasSecondFactor
  /** A URL to save a report from; valid for some minutes. */
  readonly reportUrl: (report: { readonly bucket: string; readonly key: string }) => Promise<string>
  readonly clock: Clock
}

export type BackfillRoute = "listBackfills" | "pauseBackfill" | "resumeBackfill" | "cancelBackfill" | "setBackfillRate"

/** What has ended is listed for so long, and so many of them. */
const LISTED_FOR = 30 * DAY
const MOST_ENDED = 50

/** The routes on backfills. For who is no operator there are none. */
export function backfillRoutes(deps: BackfillDeps): Pick<Implementations, BackfillRoute> {
  const { control } = deps
  const change = async (call: Caller & { readonly params: { readonly backfillId: string } }, command: Change) => {
    await requireOperator(call, deps)
    const { backfillId: id } = call.params
    // The ids of backfills are UUIDs: nothing else can be one of theirs.
    if (!z.uuid().safeParse(id).success) throw notFound()
    return changed({ ...command, id }, deps)
  }
  return {
    async listBackfills(call) {
      await requireOperator(call, deps)
      const answer = await control({ command: "list" })
      const listed = answer.ok ? listedOf(answer.backfills, deps.clock.now()) : []
      return { backfills: await Promise.all(listed.map((backfill) => shown(backfill, deps))) }
    },
    pauseBackfill: (call) => change(call, { command: "pause" }),
    resumeBackfill: (call) => change(call, { command: "resume" }),
    cancelBackfill: (call) => change(call, { command: "cancel" }),
    setBackfillRate: (call) => change(call, { command: "rate", rate: call.body.rate }),
  }
}

interface Caller {
  readonly userId: string
  readonly groups?: readonly string[] | undefined
}

type Change = { readonly command: "pause" | "resume" | "cancel" } | { readonly command: "rate"; readonly rate: number }

type OperatorDeps = Pick<BackfillDeps, "hasSecondFactor">

/** Whether the caller is in the group of operators and has a second factor. */
export async function isOperator(caller: Caller, { hasSecondFactor }: OperatorDeps): Promise<boolean> {
  return isMember(caller) && (await hasSecondFactor(caller.userId))
}

/** Throws NotFound for who is not in the group, as for all that is not the caller's; Forbidden for who lacks the second factor. */
async function requireOperator(caller: Caller, { hasSecondFactor }: OperatorDeps): Promise<void> {
  if (!isMember(caller)) throw notFound()
  if (await hasSecondFactor(caller.userId)) return
  throw forbidden("Operators need a second factor, such as an authenticator app, and your account has none.")
}

function isMember({ groups = [] }: Caller): boolean {
  return groups.includes(OPERATORS)
}

/** Throws NotFound where there is no such backfill, and Conflict where it is in no state for that. */
async function changed(command: BackfillCommand, deps: BackfillDeps): Promise<Backfill> {
  const answer = await deps.control(command)
  if (!answer.ok) throw answer.error.name === "UnknownBackfill" ? notFound() : conflict(`${answer.error.message}.`)
  const [backfill] = answer.backfills
  if (backfill === undefined) throw notFound()
  return shown(backfill, deps)
}

/** Those under way first, each part newest first. */
function listedOf(backfills: readonly BackfillStatus[], now: number): BackfillStatus[] {
  const newest = backfills.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
  const ended = newest.filter(({ endedAt }) => endedAt !== null && Date.parse(endedAt) > now - LISTED_FOR)
  return [...newest.filter(({ endedAt }) => endedAt === null), ...ended.slice(0, MOST_ENDED)]
}

async function shown(backfill: BackfillStatus, { reportUrl }: BackfillDeps): Promise<Backfill> {
  const { id, source, state, rate, counts, skipped, waiting, done, startedAt, endedAt, message, report } = backfill
  return {
    backfillId: id,
    source: { kind: source.kind, name: nameOf(source) },
    state,
    rate,
    waiting,
    done,
    startedAt,
    endedAt,
    message,
    counts: { ...counts, skipped: skipped.missing + skipped.known + skipped.archived },
    report: report === null ? null : await reportUrl(report),
  }
}

function nameOf(source: BackfillSource): string {
  if (source.kind === "batch") return source.jobId
  return `s3://${source.bucket}/${source.kind === "prefix" ? source.prefix : source.key}`
}
