import type { Document } from '@gltf-transform/core'
import { ExportError } from './export-error.ts'
import type { ExportFormat } from './export-formats.ts'
import { meshParts, paintedParts } from './mesh-parts.ts'
import { makeSmall } from './small-glb.ts'
import type { FileFrame } from '../formats/file-frame.ts'
import { OBJ_TEXTURES, writeObj } from '../formats/obj.ts'
import { writePly } from '../formats/ply.ts'
import { writeStl } from '../formats/stl.ts'
import { USDZ_TEXTURES, writeUsdz } from '../formats/usdz.ts'
import { openDocument, type DracoDecoder } from '../glb/glb-io.ts'
import type { Redrawer } from '../glb/picture.ts'
import { posedParts, type PosedPart } from '../glb/posed-parts.ts'
import { shrink } from '../glb/shrink.ts'
import { hasUnknown } from '../glb/unknown-extensions.ts'
import { writeGlb } from '../glb/write-glb.ts'

export interface ExportOrder {
  readonly format: ExportFormat
  /** Size and origin baked already. */
  readonly glb: Uint8Array
  /** Of the files inside a zip, without an extension. */
  readonly name: string
  /** For the formats that have no frame of their own, STL and PLY; theirs by custom where it is left out. */
  readonly frame?: FileFrame
}

export interface ExportTools {
  readonly redraw: Redrawer
  readonly draco?: DracoDecoder | undefined
}

function partsIn(document: Document): PosedPart[] {
  const scene = document.getRoot().getDefaultScene() ?? document.getRoot().listScenes()[0]
  const parts = scene ? posedParts(scene) : []
  if (parts.length === 0) throw new ExportError('The file holds no triangles, and this format can hold nothing else.')
  return parts
}

/**
 * Writes a GLB in another format, with the same box and origin: in metres, Y up, front +Z, or in another frame.
 * @throws {ExportError} for what a format cannot hold, {UnsafeGlbError} for a file that is refused
 */
export async function exportMesh(
  { format, glb, name, frame }: ExportOrder,
  { redraw, draco }: ExportTools,
): Promise<Uint8Array<ArrayBuffer>> {
  const { io, document, source } = await openDocument(glb, draco)
  switch (format) {
    case 'obj':
      return writeObj(await meshParts(partsIn(document), OBJ_TEXTURES, redraw), { name })
    case 'stl':
      return writeStl(partsIn(document), frame)
    case 'ply':
      return writePly(paintedParts(partsIn(document)), frame)
    case 'usdz':
      return writeUsdz(await meshParts(partsIn(document), USDZ_TEXTURES, redraw))
    case 'small': {
      await makeSmall(document, redraw, hasUnknown(source))
      return writeGlb(io, document, source)
    }
    case 'meshopt': {
      await shrink(document, redraw, hasUnknown(source))
      return writeGlb(io, document, source)
    }
  }
}
