import { ExportError } from './export-error.ts'
import { RefitError } from '../glb/refit-error.ts'
import { UnsafeGlbError } from '../glb/unsafe-glb-error.ts'

/** What a worker says of its failure: our own sentence, or one in place of what a library says to whoever wrote it. */
export function reasonText(error: unknown): string {
  const ours = error instanceof UnsafeGlbError || error instanceof RefitError || error instanceof ExportError
  return ours
    ? error.message
    : 'The file could not be made: what the mesh file holds is not what it says. It can be downloaded as it is.'
}
