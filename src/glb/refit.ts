/**
 * [REFIT-1] Size and origin of a delivered mesh, corrected in the file: the affine of `contract/fit` is applied in the world of the scene
 * that the file opens with, and what it does not touch stays as it is.
 * [REFIT-2] A file that stands still gets it baked into its vertices, with no node transform left.
 * [REFIT-3] A file that moves (skins, animations) gets it baked into vertices, joints and keys when all axes have one scale.
 * [REFIT-4] Else it gets it as one node above its roots: under an uneven scale a rotating joint has no exact counterpart among translations,
 * rotations and scales, so baking would be right in one pose only.
 */
import { PropertyType, type Document, type Scene } from '@gltf-transform/core'
import { prune } from '@gltf-transform/functions'
import type { Fit } from '../contract/fit.ts'
import type { Box } from '../contract/vec3.ts'
import { matrixOfFit, multiply } from './affine.ts'
import { bakeMoving, isEven } from './bake-moving.ts'
import { bakeStill } from './bake-still.ts'
import { dropCompression, openDocument, type DracoDecoder } from './glb-io.ts'
import { posedBox } from './posed-box.ts'
import { quarterTurn } from './quarter-turn.ts'
import { RefitError } from './refit-error.ts'
import type { RefitRequest } from './refit-request.ts'
import { solve } from './solve.ts'
import { moves, wrapMoving } from './wrap-moving.ts'
import { writeGlb } from './write-glb.ts'

export interface Refitted {
  readonly glb: Uint8Array<ArrayBuffer>
  /** Of the file's own vertices in the pose it opens with, before and measured again after. */
  readonly before: Box
  readonly after: Box
  readonly fit: Fit
}

const sceneOf = (document: Document): Scene | undefined =>
  document.getRoot().getDefaultScene() ?? document.getRoot().listScenes()[0]

function boxOfScene(document: Document): Box {
  const scene = sceneOf(document)
  const box = scene && posedBox(scene)
  if (!box) throw new RefitError('The file holds no mesh with a size, so there is nothing to refit.')
  if (![...box.min, ...box.max].every(Number.isFinite))
    throw new RefitError('One of the mesh’s vertices is no number (NaN), so it has no size to refit.')
  return box
}

/**
 * @param bytes a GLB
 * @throws {RefitError} for a file without a mesh, {UnsafeGlbError} for one that is refused or damaged
 */
export async function refit(bytes: Uint8Array, request: RefitRequest, draco?: DracoDecoder): Promise<Refitted> {
  const { io, document, source } = await openDocument(bytes, draco)
  const before = boxOfScene(document)
  const turnAbout = request.turnAbout ?? null
  const solved = solve(before, request)
  dropCompression(document)
  if (moves(document) && !isEven(solved, turnAbout)) wrapMoving(document, solved, turnAbout)
  else {
    if (moves(document)) bakeMoving(document, solved)
    else bakeStill(document, multiply(matrixOfFit(solved), quarterTurn(turnAbout)))
    // What only the vertices before the baking used.
    await document.transform(
      prune({ propertyTypes: [PropertyType.ACCESSOR], keepAttributes: true, keepIndices: true, keepLeaves: true }),
    )
  }
  const glb = await writeGlb(io, document, source)
  // From the bytes that are handed on, not from what they were written of.
  return { glb, before, after: boxOfScene(await io.readBinary(glb)), fit: solved }
}
