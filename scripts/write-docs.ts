// Writes what is generated from the code into the documents: npm run docs
import { contractDocuments, contractIn, GENERATED_FOLDERS } from "@darkroom/contract"
import { EMPTY_GRAPH, startEngine, supportedList, withSupportedList } from "@darkroom/local"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

const root = join(import.meta.dirname, "..")
const page = join(root, "packages/local/README.md")

const engine = await startEngine({ graph: EMPTY_GRAPH, root, port: 0 })
writeFileSync(page, withSupportedList(readFileSync(page, "utf8"), supportedList(engine.services)))
await engine.close()

const documents = contractDocuments(await contractIn(root), readFileSync(join(root, "README.md"), "utf8"))
for (const folder of GENERATED_FOLDERS) rmSync(join(root, folder), { recursive: true, force: true })
for (const { path, content } of documents) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}
