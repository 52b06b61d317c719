import type { PhotoDetail } from "@darkroom/gallery-api"
import { momentText } from "../format/times.ts"

/** Where the original lies that was put into the archive, and whether it can be had. `now` is in milliseconds. */
export function archiveText({ since, until }: NonNullable<PhotoDetail["archived"]>, now: number): string {
  const archived = `The original has been in the archive since ${momentText(since)}.`
  if (until === null || Date.parse(until) <= now) return `${archived} It cannot be downloaded before it is restored.`
  return `${archived} A restored copy can be downloaded until ${momentText(until)}.`
}
