// Writes what is generated from the code into the documents: npm run docs
import { EMPTY_GRAPH, startEngine, supportedList, withSupportedList } from "@darkroom/local"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
const page = join(root, "packages/local/README.md")

const engine = await startEngine({ graph: EMPTY_GRAPH, root, port: 0 })
writeFileSync(page, withSupportedList(readFileSync(page, "utf8"), supportedList(engine.services)))
await engine.close()
