import { register as backfill } from "./commands/backfill.ts"
import { register as completion } from "./commands/completion.ts"
import { register as dlq } from "./commands/dlq.ts"
import { register as events } from "./commands/events.ts"
import { register as lint } from "./commands/lint.ts"
import { register as logs } from "./commands/logs.ts"
import { register as newService } from "./commands/new.ts"
import { register as pause } from "./commands/pause.ts"
import { register as rebuild } from "./commands/rebuild.ts"
import { register as remove } from "./commands/remove.ts"
import { register as replay } from "./commands/replay.ts"
import { register as reprocess } from "./commands/reprocess.ts"
import { register as restore } from "./commands/restore.ts"
import { register as retry } from "./commands/retry.ts"
import { register as show } from "./commands/show.ts"
import { register as start } from "./commands/start.ts"
import { register as status } from "./commands/status.ts"
import { register as synth } from "./commands/synth.ts"
import { register as trace } from "./commands/trace.ts"
import { register as upload } from "./commands/upload.ts"
import { register as verify } from "./commands/verify.ts"
import { register as why } from "./commands/why.ts"
import { run } from "./program.ts"

/** The commands, in the order in which the help lists them. */
const commands = [
  start,
  upload,
  show,
  trace,
  logs,
  status,
  events,
  why,
  pause,
  dlq,
  retry,
  replay,
  rebuild,
  reprocess,
  backfill,
  restore,
  verify,
  synth,
  lint,
  newService,
  remove,
  completion,
]

// A reader that has seen enough, such as head, is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error
    process.exit()
  })
}

await run(commands, process.argv.slice(2))
