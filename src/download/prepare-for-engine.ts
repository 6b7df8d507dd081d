import type { Document } from '@gltf-transform/core'
import { pivotOfBox } from '../contract/fit.ts'
import { boxSize } from '../contract/vec3.ts'
import type { EnginePreset } from './engine-presets.ts'
import type { ExportTools } from './export-mesh.ts'
import { dropCompression, openDocument } from '../glb/glb-io.ts'
import { dropPictureExtensions, plainPicture } from './plain-picture.ts'
import { posedBox } from '../glb/posed-box.ts'
import { turnedBox } from '../glb/quarter-turn.ts'
import { refit } from '../glb/refit.ts'
import { writeGlb } from '../glb/write-glb.ts'

/** Names the scene, and the object if there is only one: several keep the names they came with. */
function rename(document: Document, name: string): void {
  const root = document.getRoot()
  for (const scene of root.listScenes()) scene.setName(name)
  const [node, ...others] = root.listNodes().filter((candidate) => candidate.getMesh())
  if (node && others.length === 0) node.setName(name).getMesh()?.setName(name)
}

async function redrawPictures(document: Document, readable: readonly string[], tools: ExportTools): Promise<void> {
  for (const texture of document.getRoot().listTextures()) {
    if (readable.includes(texture.getMimeType())) continue
    const { bytes, mimeType } = await plainPicture(texture, tools.redraw, readable)
    texture.setImage(bytes).setMimeType(mimeType)
  }
  dropPictureExtensions(document)
}

/** The same mesh after a turn about its origin. */
async function turned(glb: Uint8Array, { turnAbout }: EnginePreset, tools: ExportTools): Promise<Uint8Array> {
  if (turnAbout === null) return glb
  const { document } = await openDocument(glb, tools.draco)
  const scene = document.getRoot().getDefaultScene() ?? document.getRoot().listScenes()[0]
  const own = scene && posedBox(scene)
  if (!own) return glb
  const box = turnedBox(turnAbout, own)
  return (await refit(glb, { turnAbout, scaled_bbox: boxSize(box), pivot_point: pivotOfBox(box) }, tools.draco)).glb
}

/**
 * A GLB as an engine needs it, uncompressed, since not every importer unpacks.
 * @param base the session's name
 * @throws {ExportError} for a texture that cannot be brought into a form the engine reads
 */
export async function prepareForEngine(
  preset: EnginePreset,
  glb: Uint8Array,
  base: string,
  tools: ExportTools,
): Promise<Uint8Array<ArrayBuffer>> {
  const { io, document, source } = await openDocument(await turned(glb, preset, tools), tools.draco)
  dropCompression(document)
  rename(document, preset.objectName(base))
  await redrawPictures(document, preset.pictures, tools)
  return writeGlb(io, document, source)
}
