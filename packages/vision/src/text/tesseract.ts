import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import type { Worker as Thread } from "node:worker_threads"
import { createWorker, type Line, PSM } from "tesseract.js"

/** Reads a PNG: what seem to be lines of text, in the PNG's pixels, with much rubbish among them. */
export type Read = (png: Buffer) => Promise<Line[]>

/**
 * Starts tesseract on files of node_modules alone. It makes a thread of its own, in which it computes; call this in a thread
 * that may end with it: whatever goes wrong there is thrown here, out of reach of any caller, for tesseract.js then leaves
 * its promises pending.
 */
export async function startTesseract(): Promise<Read> {
  const worker = await createWorker("eng", 1, {
    langPath: languageFolder(),
    gzip: true,
    cacheMethod: "none",
    errorHandler: (reason: unknown) => fail(String(reason)),
  })
  // It is there, and its types do not say so.
  const { worker: thread } = worker as unknown as { worker: Thread }
  thread.once("exit", (code) => fail(`tesseract's thread ended with ${code}`))
  await worker.setParameters({
    // Words wherever they are, not pages; a threshold for each region, for signs lie in light and shade.
    tessedit_pageseg_mode: PSM.SPARSE_TEXT,
    thresholding_method: "1",
    user_defined_dpi: "150",
    // Otherwise it talks on stderr.
    debug_file: "/dev/null",
  })
  return async (png) => {
    const { data } = await worker.recognize(png, {}, { blocks: true, text: false })
    return (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines))
  }
}

function languageFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("@tesseract.js-data/eng")), "4.0.0_best_int")
}

function fail(reason: string): void {
  setImmediate(() => {
    throw new Error(reason)
  })
}
