/** What was dropped, pasted or picked. */
export interface FoundFiles {
  readonly files: readonly File[]
  /** Names of what the browser did not let us read. */
  readonly unreadable: readonly string[]
  /** How many files of folders were left out, as they are neither photos nor videos. */
  readonly others: number
}

/** What systems put into folders for themselves. */
const SYSTEM = /^(\.|thumbs\.db$|desktop\.ini$)/i
const MEDIA = /\.(3gp|avif|dng|gif|heic|heif|jpe?g|m4v|mkv|mov|mp4|png|tiff?|webm|webp)$/i

const isHidden = (name: string) => SYSTEM.test(name)
const isMedia = ({ name, type }: File) => /^(image|video)\//.test(type) || MEDIA.test(name)

/** Files and folders that were dropped or pasted. Must be called while the event is handled: its items go with it. */
export async function filesOfTransfer(transfer: DataTransfer): Promise<FoundFiles> {
  const found = [...transfer.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }))
  return merged(await Promise.all(found.map(taken)))
}

/** Files of a picker; of a folder picker's, what is hidden and what is neither photo nor video is left out. */
export function filesOfInput(list: FileList, folder: boolean): FoundFiles {
  const files = [...list]
  return folder ? mediaAmong(files.filter((file) => !isInHidden(file))) : { ...nothing, files }
}

const nothing: FoundFiles = { files: [], unreadable: [], others: 0 }

const isInHidden = ({ webkitRelativePath, name }: File) => (webkitRelativePath || name).split("/").some(isHidden)

function mediaAmong(files: readonly File[]): FoundFiles {
  const media = files.filter(isMedia)
  return { files: media, unreadable: [], others: files.length - media.length }
}

async function taken({ entry, file }: { entry: FileSystemEntry | null; file: File | null }): Promise<FoundFiles> {
  return entry?.isDirectory ? walk(entry) : { ...nothing, files: file ? [file] : [] }
}

async function walk(entry: FileSystemEntry): Promise<FoundFiles> {
  if (isHidden(entry.name)) return nothing
  try {
    if (!entry.isDirectory) return mediaAmong([await fileOf(entry as FileSystemFileEntry)])
    const results: FoundFiles[] = []
    // One after the other: a folder of folders would be thousands at once.
    for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) results.push(await walk(child))
    return merged(results)
  } catch {
    return { ...nothing, unreadable: [entry.name] }
  }
}

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject))

/** A reader gives a hundred at a time, and none when it has given all. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = directory.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (more.length === 0) return children
    children.push(...more)
  }
}

function merged(results: readonly FoundFiles[]): FoundFiles {
  return {
    files: results.flatMap(({ files }) => files),
    unreadable: results.flatMap(({ unreadable }) => unreadable),
    others: results.reduce((sum, { others }) => sum + others, 0),
  }
}
