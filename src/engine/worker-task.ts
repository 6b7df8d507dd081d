import type { MeshFormat } from '../contract/mesh-fields.ts'
import type { SizeAndPivot } from '../contract/fit.ts'

/** What a worker can be asked for. Pictures and subjects travel as files, since every reading needs the same ones. */
export type WorkerTask =
  | { readonly kind: 'cut'; readonly imageFile: string; readonly subjectFile: string }
  | { readonly kind: 'spin'; readonly subjectFile: string; readonly spinIndex: number }
  | {
      readonly kind: 'mesh'
      readonly subjectFile: string
      /** For a mesh at the picture's full resolution: where its subject lies, or is to be put once it is cut. */
      readonly fine?: { readonly imageFile: string; readonly subjectFile: string }
      readonly spinIndex: number
      readonly maxTriangles: number
      readonly target: SizeAndPivot
      readonly name: string
    }

/** Files by what they are; a cut leaves its subject on disk and gives none. */
export type TaskResult = Partial<Record<MeshFormat | 'webp', Uint8Array>>

/** A worker's words, each about the one task it has. */
export type WorkerMessage =
  | { readonly is: 'progress'; readonly share: number }
  | { readonly is: 'done'; readonly result: TaskResult }
  /** `told` is true for a sentence that was written for the artist. */
  | { readonly is: 'failed'; readonly message: string; readonly told: boolean }
