/** The engine's work from end to end, free of threads, files and HTTP: picture → subject → spin, subject → mesh files. */
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import type { EnclosedChoice } from '../contract/enclosed-areas.ts'
import type { SizeAndPivot } from '../contract/fit.ts'
import { proportionsOfSize } from '../contract/natural.ts'
import { boxOf, boxSize, type Vec3 } from '../contract/vec3.ts'
import { bake } from './bake.ts'
import { objFiles } from '../formats/obj.ts'
import { writeStl } from '../formats/stl.ts'
import { writeUsdz } from '../formats/usdz.ts'
import { zip, type Deflate } from '../formats/zip.ts'
import { meshPartOf } from './mesh-part-of.ts'
import { maskArea, maskBounds } from '../shape/coverage-grid.ts'
import { cutOut, type CutOut } from '../cutout/cut-out.ts'
import { decodePicture, WORKING_SIDE } from '../cutout/decode-picture.ts'
import { NoSubjectError } from '../cutout/picture-error.ts'
import { lookAt, type Look } from './look.ts'
import { READINGS, type Reading } from '../shape/readings.ts'
import type { Subject } from '../cutout/subject.ts'
import type { Surface } from '../shape/surface.ts'
import { textureSurface } from '../paint/texture-surface.ts'
import { renderTurntable, type Framing } from '../paint/turntable.ts'
import type { TaskResult } from './worker-task.ts'
import { writeGlb } from './write-glb.ts'

/** Called with the share of the work that is done, 0…1. */
export type OnProgress = (share: number) => void

/** At 360 px a turntable shows no more than this. */
export const SPIN_TRIANGLES = 12_000
export const SPIN_TEXTURE_PX = 640
export const MESH_TEXTURE_PX = 2048

function readingAt(index: number): Reading {
  const reading = READINGS[index]
  if (!reading) throw new RangeError(`There is no reading ${index}.`)
  return reading
}

/** @throws {PictureError | NoSubjectError} with a sentence for the artist */
export async function cutSubject(image: Uint8Array, enclosed: EnclosedChoice, look?: Look): Promise<CutOut> {
  const picture = await decodePicture(image)
  return cutOut(picture, { enclosed, saliency: await lookAt(picture, look) })
}

/** Longest side of the picture that a refined mesh is made of: its front fills the atlas. */
const FINE_SIDE = 2048
/** By so much, as a part, may a finer cut-out's proportions differ before it is another thing than the one that was chosen. */
const SAME_SHAPE = 0.03

/** The subject cut out at up to twice the resolution; the known one when the picture has no more pixels, or the finer cut took something else. */
export async function cutFiner(
  image: Uint8Array,
  known: Subject,
  enclosed: EnclosedChoice,
  look?: Look,
): Promise<Subject> {
  const picture = await decodePicture(image, { maxSide: FINE_SIDE })
  if (Math.max(picture.width, picture.height) <= WORKING_SIDE) return known
  // The model gets the very picture that it got before, so that it sees the same.
  const saliency = await lookAt(await decodePicture(image), look)
  try {
    const fine = cutOut(picture, { enclosed, saliency })
    const [a, b] = [proportionsOf(known), proportionsOf(fine)]
    return a.every((part, k) => Math.abs(part / b[k]! - 1) < SAME_SHAPE) ? fine : known
  } catch (error) {
    if (error instanceof NoSubjectError) return known
    throw error
  }
}

/** Width and covered area for a height of 1. */
function proportionsOf(subject: Subject): number[] {
  const { height, radius } = framingOf(subject)
  return [radius / height, maskArea(subject) / height ** 2]
}

/** Width and height of a subject, px. */
export function outlineOf(subject: Subject): readonly [width: number, height: number] {
  const { height, radius } = framingOf(subject)
  return [2 * radius, height]
}

/** The same for all readings of a subject, so that their turntables compare. */
export function framingOf(subject: Subject): Framing {
  const [left, top, right, bottom] = maskBounds(subject)
  return { height: bottom - top, radius: (right - left) / 2 }
}

/** Natural proportions of a surface [NATURAL-1]; null for a flat one. */
function proportionsIn({ positions }: Surface): Vec3 | null {
  const box = boxOf(positions)
  return box && proportionsOfSize(boxSize(box))
}

/** One reading as a turntable, animated WebP. */
export async function makeSpin(subject: Subject, index: number, onProgress: OnProgress): Promise<TaskResult> {
  const surface = await readingAt(index).build(subject, { maxTriangles: SPIN_TRIANGLES })
  onProgress(0.2)
  const model = textureSurface(surface, subject, { size: SPIN_TEXTURE_PX })
  onProgress(0.35)
  const webp = await renderTurntable(model, {
    framing: framingOf(subject),
    onFrame: (done, { count }) => onProgress(0.35 + (0.6 * done) / count),
  })
  return { webp, proportions: proportionsIn(surface) }
}

export interface MeshOptions {
  readonly maxTriangles: number
  readonly target: SizeAndPivot
  /** Base name inside the files. */
  readonly name: string
}

/** The platform's stream knows level 6 alone, which takes four times as long for 14 % less. */
export const fastDeflate: Deflate = (data) => promisify(deflateRaw)(data, { level: 2 })

/** One reading at full resolution, with size and pivot baked in, in every format the engine writes. */
export async function makeMesh(
  subject: Subject,
  index: number,
  { maxTriangles, target, name }: MeshOptions,
  onProgress: OnProgress,
): Promise<TaskResult> {
  const surface = await readingAt(index).build(subject, { maxTriangles })
  onProgress(0.4)
  const { model, box } = bake(textureSurface(surface, subject, { size: MESH_TEXTURE_PX }), target)
  onProgress(0.6)
  const glb = await writeGlb(model, name)
  onProgress(0.7)
  // Together, since the zip is packed on another thread while the others are written on this one.
  const parts = [await meshPartOf(model, name)]
  const files = objFiles(parts, name)
  const [packed, usdz, stl] = await Promise.all([
    zip(files, { deflate: fastDeflate }),
    writeUsdz(parts),
    writeStl(parts),
  ])
  return { glb, obj: files[0].data, zip: packed, usdz, stl, proportions: proportionsOfSize(boxSize(box)) }
}
