import { ListObjectsV2Command } from "@aws-sdk/client-s3"
import { sampleImagePath } from "@darkroom/vision"
import { basename } from "node:path"
import { renderTable } from "./render-table.ts"
import { renderTrace } from "./render-trace.ts"
import { openStage, type Stage } from "./stage.ts"
import { colorsFor, widthOf } from "./text.ts"
import { uploadFiles } from "./upload-files.ts"

/** What the app is for, shown where there are no photos yet on the one that the recogniser's package ships. */
export async function showSampleIfEmpty(root: string): Promise<void> {
  const stage = await openStage(root)
  try {
    const { KeyCount = 0 } = await stage.s3.send(new ListObjectsV2Command({ Bucket: stage.bucket, MaxKeys: 1 }))
    if (KeyCount === 0) await showSample(stage)
  } finally {
    stage.close()
  }
}

async function showSample(stage: Stage): Promise<void> {
  process.stdout.write("nothing is stored yet: a sample photo goes through the whole pipeline\n")
  const [record] = await uploadFiles(stage, [sampleImagePath()], { concurrency: 1, timeoutSeconds: 60 })
  if (record === undefined) return
  const colors = colorsFor(process.stdout)
  const shown = { ...record, file: basename(record.file) }
  process.stdout.write(`\n${renderTable([shown], { width: widthOf(process.stdout), colors })}\n`)
  const entry = record.imageId === null ? undefined : await stage.catalog.entry(record.imageId)
  if (entry) process.stdout.write(`\n${renderTrace(entry, { colors })}\n`)
}
