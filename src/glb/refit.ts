/**
 * [REFIT-1] Corrects size and origin of a delivered mesh in its file: the affine of `contract/fit` is applied in the
 * world of the scene that the file opens with, and everything else stays as it is.
 * [REFIT-2] In a file that stands still it is baked into the vertices, and no node transform is left.
 * [REFIT-3] In a file that moves (skins, animations) it is baked into vertices, joints and keys if all axes have one
 * scale.
 * [REFIT-4] With uneven scales, a file that moves gets one node above its roots instead: no translation, rotation and
 * scale are exactly a rotating joint's under an uneven scale, so baking would be right in one pose only.
 */
import { PropertyType, type Document, type Scene } from '@gltf-transform/core'
import { prune } from '@gltf-transform/functions'
import type { Fit } from '../contract/fit.ts'
import type { Box } from '../contract/vec3.ts'
import { matrixOfFit, multiply } from './affine.ts'
import { bakeMoving, isEven } from './bake-moving.ts'
import { bakeStill } from './bake-still.ts'
import { dropCompression, openDocument, type DracoDecoder } from './glb-io.ts'
import { wholeBox } from './drawn-box.ts'
import { drawnIn, posedBox } from './posed-box.ts'
import { quarterTurn } from './quarter-turn.ts'
import { RefitError } from './refit-error.ts'
import type { RefitRequest } from './refit-request.ts'
import { solve } from './solve.ts'
import { moves, wrapMoving } from './wrap-moving.ts'
import { writeGlb } from './write-glb.ts'

export interface Refitted {
  readonly glb: Uint8Array<ArrayBuffer>
  /** Both measured, as the stage measures [BOX-1]. */
  readonly before: Box
  readonly after: Box
  readonly fit: Fit
}

const sceneOf = (document: Document): Scene | undefined =>
  document.getRoot().getDefaultScene() ?? document.getRoot().listScenes()[0]

function boxOfScene(document: Document): Box {
  const scene = sceneOf(document)
  return wholeBox(scene ? posedBox(scene) : null, scene ? drawnIn(scene).length : 0, RefitError)
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
    // Drops the accessors that only the unbaked vertices used.
    await document.transform(
      prune({ propertyTypes: [PropertyType.ACCESSOR], keepAttributes: true, keepIndices: true, keepLeaves: true }),
    )
  }
  const glb = await writeGlb(io, document, source)
  // Measured in the bytes that are handed on, not in the document that they were written from.
  return { glb, before, after: boxOfScene(await io.readBinary(glb)), fit: solved }
}
