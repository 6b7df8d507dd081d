import { ExportError } from './export-error.ts'
import { RefitError } from '../glb/refit-error.ts'
import { UnsafeGlbError } from '../glb/unsafe-glb-error.ts'

/** What a worker says when it fails: our own sentence, or one in place of a library's, which was written for developers. */
export function reasonText(error: unknown): string {
  const ours = error instanceof UnsafeGlbError || error instanceof RefitError || error instanceof ExportError
  return ours
    ? error.message
    : 'The file could not be made: the mesh file contradicts itself. It can still be downloaded as it is.'
}
