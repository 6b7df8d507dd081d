import { UnsafeGlbError } from '../glb/unsafe-glb-error.ts'
import { redrawPicture } from '../viewer/redraw-picture.ts'
import { fileSource } from './file-set.ts'
import type { FileFrame } from '../formats/file-frame.ts'
import { IntakeError } from './intake-error.ts'
import { readMesh } from './read-mesh.ts'

/** What the page asks: the files by their paths, which of them is the mesh, and how to read numbers without a unit. */
export interface IntakeOrder {
  readonly main: string
  readonly files: readonly { readonly path: string; readonly file: Blob }[]
  readonly frame: FileFrame | null
}

const reasonOf = (error: unknown): string =>
  error instanceof IntakeError || error instanceof UnsafeGlbError
    ? error.message
    : 'The file contradicts itself and cannot be read. Export it again, best as GLB.'

self.addEventListener('message', async ({ data }: MessageEvent<IntakeOrder>) => {
  try {
    const files = data.files.map(({ path, file }) => fileSource(path, file))
    const done = await readMesh({ ...data, files }, { redraw: redrawPicture })
    self.postMessage({ done }, { transfer: [done.glb.buffer] })
  } catch (error) {
    self.postMessage({ reason: reasonOf(error) })
  }
})
