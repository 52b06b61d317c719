import { claimedEvents, contractDocuments, contractIn, eventsOf, GENERATED_FOLDERS, readmeOf } from "@darkroom/contract"
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "..")
const contract = await contractIn(root)
const documents = contractDocuments(contract, readFileSync(join(root, "README.md"), "utf8"))
const names = contract.definitions.map(({ name }) => name)

describe("what npm run docs writes of the contract", () => {
  it.each(documents)("$path is current", ({ path, content }) => {
    expect(existsSync(join(root, path)), "it is not there: npm run docs").toBe(true)
    expect(readFileSync(join(root, path), "utf8")).toBe(content)
  })

  it.each(GENERATED_FOLDERS)("%s holds nothing else", (folder) => {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    const files = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
    const expected = documents.map(({ path }) => join(root, path)).filter((path) => path.startsWith(join(root, folder)))
    expect(files.toSorted()).toEqual(expected.toSorted())
  })
})

describe("the README of each service", () => {
  it.each(contract.choreography.services)(
    "%s names what the service consumes and emits, and nothing else",
    (service) => {
      expect(claimedEvents(readmeOf(root, service), names)).toEqual(eventsOf(contract.choreography, service))
    },
  )
})

describe("the documents", () => {
  const own = ["*.md", "docs/*.md", "docs/{decisions,runbooks}/*.md", "{bench,packages/*,services/*}/README.md"]
  const files = globSync(own, { cwd: root })
  const textOf = (file: string) => readFileSync(join(root, file), "utf8")
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> }

  it.each(files)("%s names scripts that there are, and links to files that there are", (file) => {
    const text = textOf(file)
    const named = [...text.matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name = ""]) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    const linked = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target)
    const relative = linked.filter((target) => !/^[a-z]+:/.test(target))
    expect(relative.filter((target) => !existsSync(join(root, dirname(file), target)))).toEqual([])
  })
})
