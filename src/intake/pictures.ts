import type { EncodedPicture } from '../formats/mesh-part.ts'
import type { Redrawer } from '../glb/picture.ts'
import type { FileSet } from './file-set.ts'
import { pictureType } from './picture-bytes.ts'
import type { Report } from './report.ts'

/** Types that every reader of the exports takes; others are drawn anew. */
const PLAIN = /^image\/(?:png|jpeg)$/

/** The textures that a mesh names, each found and read once, its bytes as they are where they can be. */
export class Pictures {
  readonly #found = new Map<string, Promise<EncodedPicture | null>>()
  readonly #files: FileSet
  readonly #report: Report
  readonly #redraw: Redrawer

  constructor(files: FileSet, report: Report, redraw: Redrawer) {
    this.#files = files
    this.#report = report
    this.#redraw = redraw
  }

  /** Null for one that is missing or no picture, which is then reported. */
  get(reference: string, from: string): Promise<EncodedPicture | null> {
    const file = this.#files.find(reference, from)
    if (!file) {
      this.#report.missing(reference)
      return Promise.resolve(null)
    }
    const known = this.#found.get(file.path) ?? this.#read(file)
    this.#found.set(file.path, known)
    return known
  }

  async #read(file: Parameters<FileSet['read']>[0]): Promise<EncodedPicture | null> {
    const bytes = await this.#files.read(file)
    const mimeType = pictureType(bytes)
    if (mimeType && PLAIN.test(mimeType)) return { bytes, mimeType }
    const options = { mimeType: 'image/png', longestPx: Infinity } as const
    const drawn = mimeType ? await this.#redraw({ bytes, mimeType }, options) : null
    if (!drawn) this.#report.unreadable(file.path)
    return drawn
  }
}
