import type { EnclosedChoice, EnclosedOutcome } from '../contract/enclosed-areas.ts'
import type { MeshFormat } from '../contract/mesh-fields.ts'
import type { Outline } from '../contract/outline.ts'
import type { SizeAndPivot } from '../contract/fit.ts'
import type { Vec3 } from '../contract/vec3.ts'
import type { CutPicture } from './cut-picture.ts'
import type { Glance } from './glance.ts'

/**
 * What a worker can do. Pictures and subjects are passed as files, since all spins need the same ones. A task in which
 * a picture is cut out comes with its way to the model.
 */
export type WorkerTask = Work & { readonly glance?: Glance }

type Work =
  | {
      readonly kind: 'cut'
      readonly imageFile: string
      readonly subjectFile: string
      readonly enclosed: EnclosedChoice
    }
  /** Only how wide and high the subject of a picture is. */
  | { readonly kind: 'outline'; readonly image: Uint8Array }
  /** A picture and its cut-out, to be looked at. */
  | { readonly kind: 'picture'; readonly image: Uint8Array; readonly enclosed: EnclosedChoice }
  | { readonly kind: 'spin'; readonly subjectFile: string; readonly spinIndex: number }
  | {
      readonly kind: 'mesh'
      readonly subjectFile: string
      /** For a mesh at the picture's full resolution: the picture, and where its subject is kept once it is cut. */
      readonly fine?: { readonly imageFile: string; readonly subjectFile: string; readonly enclosed: EnclosedChoice }
      readonly spinIndex: number
      readonly maxTriangles: number
      readonly target: SizeAndPivot
      readonly name: string
    }

/**
 * Files by their format, and the proportions that a mesh has by itself. A cut leaves its subject on disk, and tells what
 * the areas are that it encloses, by themselves, how many specks of dust were no part of it, and how sure it is.
 */
export type TaskResult = Partial<Record<MeshFormat | 'webp', Uint8Array>> & {
  readonly enclosed?: EnclosedOutcome | null
  readonly specksLeftOut?: number
  readonly disagreement?: number | null
  readonly unsure?: boolean
  readonly proportions?: Vec3 | null
  readonly outline?: Outline
  readonly cutOut?: CutPicture
}

/** What a worker says of the one task it has. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly result: TaskResult }
  /** `forArtist` when the message is a sentence for the artist. */
  | { readonly kind: 'failed'; readonly message: string; readonly forArtist: boolean }
