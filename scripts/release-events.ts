// Keeps the contract of the commit that is about to be deployed as the released one: npm run release:events
import { choreographyIn, contractBreaches, goldenIn, readReleased, releasedIn, releaseEvents } from "@darkroom/contract"
import { allEvents } from "@darkroom/events"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
const folders = { released: releasedIn(root), golden: goldenIn(root) }

const breaches = contractBreaches(readReleased(folders.released), await choreographyIn(root))
for (const breach of breaches) console.error(breach)
if (breaches.length > 0) process.exitCode = 1
else for (const file of releaseEvents(allEvents, folders)) console.log(file)
