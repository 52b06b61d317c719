import { readdir, realpath, stat } from "node:fs/promises"
import { basename, extname, join, resolve } from "node:path"
import { fileMessage } from "./errors.ts"

/** Why a file or photo did not make it. */
export interface Problem {
  readonly reason: string
  /** One sentence for people. */
  readonly message: string
}

/** A file to upload: where it is, and what to call it under the prefix. */
export interface CollectedFile {
  /** The path as people know it: what they typed, and what is below it. */
  readonly file: string
  /** Unique among the files of one run. */
  readonly name: string
}

export interface UncollectedFile {
  readonly file: string
  readonly problem: Problem
}

type Collected = CollectedFile | UncollectedFile

/** The files of the arguments in order, folders walked; what cannot be read is among them with the reason. */
export async function collectFiles(paths: readonly string[]): Promise<Collected[]> {
  const found: Collected[] = []
  for (const path of paths) found.push(...(await collect(path, basename(resolve(path)), [])))
  return withUniqueNames(found)
}

/** `ancestors` are the real paths of the folders above: a link to one of them would be walked for ever. */
async function collect(file: string, name: string, ancestors: readonly string[]): Promise<Collected[]> {
  try {
    const stats = await stat(file)
    if (stats.isDirectory()) return await walk(file, name, ancestors)
    if (stats.isFile()) return [{ file, name }]
    return [{ file, problem: { reason: "NotAFile", message: `${file} is neither a file nor a folder.` } }]
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "FileNotFound" : "FileUnreadable"
    return [{ file, problem: { reason, message: fileMessage(error, file) } }]
  }
}

async function walk(folder: string, name: string, ancestors: readonly string[]): Promise<Collected[]> {
  const real = await realpath(folder)
  if (ancestors.includes(real)) return []
  const entries = (await readdir(folder)).filter((entry) => !entry.startsWith(".")).sort()
  const found: Collected[] = []
  for (const entry of entries) {
    found.push(...(await collect(join(folder, entry), name === "" ? entry : `${name}/${entry}`, [...ancestors, real])))
  }
  return found
}

/** The first file of a name keeps it; the others get a number that makes no name of yet another file. */
function withUniqueNames(files: readonly Collected[]): Collected[] {
  const own = new Set(files.flatMap((file) => ("name" in file ? [file.name] : [])))
  const taken = new Set<string>()
  return files.map((file) => {
    if (!("name" in file)) return file
    const name = taken.has(file.name)
      ? numbered(file.name, (candidate) => own.has(candidate) || taken.has(candidate))
      : file.name
    taken.add(name)
    return { ...file, name }
  })
}

function numbered(name: string, isTaken: (candidate: string) => boolean): string {
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  let number = 2
  while (isTaken(`${stem}-${number}${extension}`)) number++
  return `${stem}-${number}${extension}`
}
