/** A file that was given to the page, by its path in the folder that it came in; its name alone without one. */
export interface GivenFile {
  readonly path: string
  readonly file: File
}

const [MOST_FILES, DEEPEST] = [5000, 32]

export const looseFile = (file: File): GivenFile => ({ path: file.name, file })

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

/** A folder tells its entries a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0 || all.length > MOST_FILES) return all
    all.push(...some)
  }
}

async function walk(entry: FileSystemEntry, to: GivenFile[], depth = 0): Promise<void> {
  if (to.length >= MOST_FILES || depth > DEEPEST) return
  try {
    if (entry.isDirectory)
      for (const inside of await entriesOf(entry as FileSystemDirectoryEntry)) await walk(inside, to, depth + 1)
    else to.push({ path: entry.fullPath.replace(/^\/+/, ''), file: await fileOf(entry as FileSystemFileEntry) })
  } catch {
    // It is gone, or not for this user to read. The rest may do without it; a mesh that does not says that it is missing.
  }
}

/** The files of a drop or paste, those in folders too. What is taken from the transfer is taken at once, as it is empty afterwards. */
export async function givenFiles(transfer: DataTransfer): Promise<readonly GivenFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const taken = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const given: GivenFile[] = []
  for (const { entry, file } of taken) {
    if (entry?.isDirectory) await walk(entry, given)
    else if (file) given.push(looseFile(file))
  }
  return given
}
