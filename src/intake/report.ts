import { baseName, isMesh, kindOf } from './file-kind.ts'
import type { FileSet } from './file-set.ts'

const MOST_NAMED = 4

/** `a.png, b.png and 3 others`. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, names.length > MOST_NAMED + 1 ? MOST_NAMED : names.length)
  const others = names.length - shown.length
  const last = others > 0 ? `${others} others` : shown.pop()
  return shown.length > 0 ? `${shown.join(', ')} and ${last ?? ''}` : (last ?? '')
}

const isAre = (names: readonly unknown[]): string => (names.length === 1 ? 'is' : 'are')

/** What was left out of a mesh while it was read, to be told to the artist. */
export class Report {
  readonly #missing = new Set<string>()
  readonly #unreadable = new Set<string>()
  readonly #others = new Set<string>()

  /** A file that the mesh names and that did not come with it. */
  missing(reference: string): void {
    this.#missing.add(baseName(reference.replaceAll('\\', '/')))
  }

  /** A file that came and is no picture that can be read. */
  unreadable(path: string): void {
    this.#unreadable.add(baseName(path))
  }

  /** Anything else, as a sentence. */
  add(sentence: string): void {
    this.#others.add(sentence)
  }

  sentences(): string[] {
    const [missing, unreadable] = [[...this.#missing], [...this.#unreadable]]
    return [
      ...(missing.length > 0
        ? [`${listed(missing)} ${isAre(missing)} missing, so it was opened without. Give all its files together.`]
        : []),
      ...(unreadable.length > 0
        ? [`${listed(unreadable)} cannot be read as a picture, so it was opened without.`]
        : []),
      ...this.#others,
    ]
  }
}

/** Names the files that nothing asked for: other meshes, and pictures that did not come in a folder full of things. */
export function unusedText(files: FileSet, isArchive: boolean): string[] {
  const unread = files.unread.map(({ path }) => ({ path, kind: kindOf(path) }))
  const meshes = unread.filter(({ kind }) => isMesh(kind)).map(({ path }) => baseName(path))
  const loose = unread.filter(({ path, kind }) => kind === 'picture' && !isArchive && !path.includes('/'))
  const pictures = loose.map(({ path }) => path)
  return [
    ...(meshes.length > 0 ? [`${listed(meshes)} came along and ${isAre(meshes)} not opened: one mesh at a time.`] : []),
    ...(pictures.length > 0 ? [`${listed(pictures)} ${isAre(pictures)} not used: the mesh does not name it.`] : []),
  ]
}
