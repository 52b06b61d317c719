import type { BackfillCommand } from "@darkroom/events"
import { InvalidArgumentError } from "commander"
import { randomUUID } from "node:crypto"
import { fileMessage } from "../errors.ts"
import { putFile } from "../put-file.ts"
import type { Stage } from "../stage.ts"

const S3 = "s3://"

type Source = Extract<BackfillCommand, { command: "start" }>["source"]

export interface SourceOptions {
  readonly prefix?: string
  readonly manifest?: string
  readonly inventory?: string
}

/** Whether exactly one source is named. */
export function isOneSource({ prefix, manifest, inventory }: SourceOptions): boolean {
  return [prefix, manifest, inventory].filter((source) => source !== undefined).length === 1
}

/** What the options name; a manifest on this machine is uploaded first. Throws what the file system or S3 throws. */
export async function sourceOf(stage: Stage, { prefix, manifest, inventory }: SourceOptions): Promise<Source> {
  if (prefix !== undefined) return { kind: "prefix", bucket: stage.bucket, prefix }
  if (inventory !== undefined) return { kind: "inventory", ...objectOf(inventory) }
  const path = manifest ?? ""
  return { kind: "csv", ...(path.startsWith(S3) ? objectOf(path) : await uploaded(stage, path)) }
}

/** Reads an option: a file of this machine, or an object in S3. Throws InvalidArgumentError. */
export function checkedManifest(text: string): string {
  return text.startsWith(S3) ? checkedUrl(text) : text
}

/** Reads an option. Throws InvalidArgumentError. */
export function checkedUrl(url: string): string {
  objectOf(url)
  return url
}

function objectOf(url: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(url) ?? []
  if (bucket === undefined || key === undefined)
    throw new InvalidArgumentError("An object in S3 is written as s3://bucket/key.")
  return { bucket, key }
}

async function uploaded({ s3, output }: Stage, path: string): Promise<{ bucket: string; key: string }> {
  const key = `backfill/manifests/${randomUUID()}.csv`
  try {
    await putFile({ s3, bucket: output }, path, key)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause
    throw new Error(fileMessage(cause, path), { cause })
  }
  return { bucket: output, key }
}
