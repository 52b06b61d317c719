import type { DatabaseSync } from "node:sqlite"
import type { Moment } from "./analysis.ts"
import type { JobEnd, NewJob, VideoJob } from "./job.ts"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS rekognition_jobs (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, analysis TEXT NOT NULL, token TEXT, input TEXT NOT NULL,
    access_key_id TEXT NOT NULL, status TEXT NOT NULL, status_message TEXT, metadata TEXT,
    created INTEGER NOT NULL, ended INTEGER, UNIQUE (analysis, token)
  );
  CREATE TABLE IF NOT EXISTS rekognition_moments (
    job_id TEXT NOT NULL, timestamp INTEGER NOT NULL, found TEXT NOT NULL, PRIMARY KEY (job_id, timestamp)
  ) WITHOUT ROWID`

const COLUMNS = `id, analysis, input, access_key_id AS accessKeyId, status, status_message AS statusMessage, metadata, created, ended`

type Row = Readonly<Record<keyof VideoJob, string | number | null>>

export type JobRows = ReturnType<typeof jobRows>

/** The jobs and, picture by picture, what they found. */
export function jobRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const insert =
    store.prepare(`INSERT INTO rekognition_jobs (id, analysis, token, input, access_key_id, status, created)
    VALUES (?, ?, ?, ?, ?, 'IN_PROGRESS', ?)`)
  const byId = store.prepare(`SELECT ${COLUMNS} FROM rekognition_jobs WHERE id = ?`)
  const byToken = store.prepare(`SELECT ${COLUMNS} FROM rekognition_jobs WHERE analysis = ? AND token = ?`)
  const all = store.prepare(`SELECT ${COLUMNS} FROM rekognition_jobs ORDER BY seq`)
  const unfinished = store.prepare("SELECT id FROM rekognition_jobs WHERE status = 'IN_PROGRESS' ORDER BY seq")
  const end = store.prepare(`UPDATE rekognition_jobs SET status = ?, status_message = ?, metadata = ?, ended = ?
    WHERE id = ? AND status = 'IN_PROGRESS'`)
  const addMoment = store.prepare("INSERT OR REPLACE INTO rekognition_moments VALUES (?, ?, ?)")
  const moments = store.prepare("SELECT timestamp, found FROM rekognition_moments WHERE job_id = ? ORDER BY timestamp")
  const clearMoments = store.prepare("DELETE FROM rekognition_moments WHERE job_id = ?")
  const expire = store.prepare("DELETE FROM rekognition_jobs WHERE ended <= ? RETURNING id")
  return {
    insert({ id, analysis, input, accessKeyId, created }: NewJob): void {
      insert.run(id, analysis, input.ClientRequestToken ?? null, JSON.stringify(input), accessKeyId, created)
    },
    find: (id: string) => toJob(byId.get(id)),
    findByToken: (analysis: string, token: string) => toJob(byToken.get(analysis, token)),
    all: () => all.all().flatMap((row) => toJob(row) ?? []),
    /** Ids, oldest first. */
    unfinished: () => unfinished.all().map(({ id }) => String(id)),
    end(id: string, { status, statusMessage, metadata }: JobEnd, at: number): void {
      end.run(status, statusMessage ?? null, metadata === undefined ? null : JSON.stringify(metadata), at, id)
    },
    addMoment: (id: string, { timestamp, found }: Moment) => void addMoment.run(id, timestamp, JSON.stringify(found)),
    moments: (id: string): Moment[] =>
      moments.all(id).map(({ timestamp, found }) => ({
        timestamp: Number(timestamp),
        found: JSON.parse(String(found)) as unknown[],
      })),
    clearMoments: (id: string) => void clearMoments.run(id),
    /** Forgets those that ended by then. */
    expire(until: number): void {
      for (const { id } of expire.all(until)) clearMoments.run(id ?? null)
    },
    clear: () => store.exec("DELETE FROM rekognition_jobs; DELETE FROM rekognition_moments"),
  }
}

function toJob(found: unknown): VideoJob | undefined {
  if (found === undefined) return undefined
  const row = found as Row
  const given = Object.entries(row).filter(([, value]) => value !== null)
  const parsed = given.map(([name, value]) => [name, JSON_COLUMNS.includes(name) ? JSON.parse(String(value)) : value])
  return Object.fromEntries(parsed) as VideoJob
}

const JSON_COLUMNS = ["input", "metadata"]
