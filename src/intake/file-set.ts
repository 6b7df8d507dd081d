import { baseName } from './file-kind.ts'
import { IntakeError } from './intake-error.ts'

/** A file that can be read, by its path among those given with it. */
export interface SourceFile {
  readonly path: string
  /** Its media type; empty where none is known. */
  readonly type: string
  /** Its bytes as it says, which may not be so before it is unpacked. */
  readonly size: number
  /** Rejects when it would come to more than `limit` bytes. */
  read(limit: number): Promise<Uint8Array<ArrayBuffer>>
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

export const tooLarge = (name: string, limit: number): IntakeError =>
  new IntakeError(`${name} comes to more than ${megabytes(limit)}, too large to open here. Reduce the mesh first.`)

export const fileSource = (path: string, file: Blob): SourceFile => ({
  path,
  type: file.type,
  size: file.size,
  async read(limit) {
    if (file.size > limit) throw tooLarge(baseName(path), limit)
    try {
      return new Uint8Array(await file.arrayBuffer())
    } catch (cause) {
      throw new IntakeError(`${baseName(path)} could not be read. Check that it has not been moved or deleted.`, {
        cause,
      })
    }
  },
})

const decoded = (reference: string): string => {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}

/** Steps from folder to file, without `.`, and with `..` taken as far as it leads inside. */
function stepsOf(path: string): string[] {
  const steps: string[] = []
  for (const step of path.replaceAll('\\', '/').split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps
}

const normal = (path: string): string => path.normalize('NFC').toLowerCase()

/** How many bytes may still be read. */
interface Allowance {
  left: number
}

/** The files that came together. A mesh names others by paths that rarely survive a drop, so they are found as people would. */
export class FileSet {
  readonly #files: readonly SourceFile[]
  readonly #read = new Map<SourceFile, Promise<Uint8Array<ArrayBuffer>>>()
  readonly #allowance: Allowance

  constructor(files: readonly SourceFile[], allowance: Allowance) {
    this.#files = files
    this.#allowance = allowance
  }

  /** The files of an archive among these. What is read of them comes out of the same allowance. */
  within(files: readonly SourceFile[]): FileSet {
    return new FileSet(files, this.#allowance)
  }

  get all(): readonly SourceFile[] {
    return this.#files
  }

  /** The files that nothing has asked for. */
  get unread(): readonly SourceFile[] {
    return this.#files.filter((file) => !this.#read.has(file))
  }

  /** The files of an ending. */
  with(ending: string): readonly SourceFile[] {
    return this.#files.filter(({ path }) => normal(path).endsWith(`.${ending}`))
  }

  /**
   * The file that another one names: by its path from there, as written or percent-decoded, in any case and with either slash; else the
   * one whose path has the longest end in common, down to the name alone.
   */
  find(reference: string, from: string): SourceFile | null {
    for (const text of new Set([reference, decoded(reference), decoded(reference.replace(/[?#].*$/, ''))])) {
      const steps = stepsOf(text)
      if (steps.length === 0) continue
      const whole = stepsOf(`${from}/../${text}`).join('/')
      const exact = this.#files.find(({ path }) => path === whole)
      if (exact) return exact
      for (const wanted of [whole, ...steps.map((_, start) => steps.slice(start).join('/'))]) {
        const ends = this.#files.filter(({ path }) => `/${normal(path)}`.endsWith(`/${normal(wanted)}`))
        const [nearest] = ends.toSorted((a, b) => a.path.length - b.path.length)
        if (nearest) return nearest
      }
    }
    return null
  }

  /**
   * A file's bytes. All that are read come out of one allowance, so that no archive unpacks to more than the page can hold.
   * @throws {IntakeError}
   */
  read(file: SourceFile): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#read.get(file)
    if (known) return known
    const allowed = this.#allowance.left
    this.#allowance.left -= Math.min(allowed, file.size)
    const reading = file.read(allowed)
    this.#read.set(file, reading)
    return reading
  }
}
