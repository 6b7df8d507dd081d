import { openGlb } from './mesh-query.ts'

/** What Plinth makes of a GLB by itself, whatever the upstream offers. */
export const EXPORTS = {
  obj: { name: 'OBJ (zip)', ending: 'obj.zip', type: 'application/zip' },
  stl: { name: 'STL', ending: 'stl', type: 'model/stl' },
  ply: { name: 'PLY', ending: 'ply', type: 'application/octet-stream' },
  usdz: { name: 'USDZ', ending: 'usdz', type: 'model/vnd.usdz+zip' },
  small: { name: 'GLB, small', ending: 'small.glb', type: 'model/gltf-binary' },
} as const

export type ExportName = keyof typeof EXPORTS

/** @param glb as it is to be taken away, size and origin baked @throws what the exporter throws for a mesh it cannot write */
export async function exportGlb(name: ExportName, glb: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const { type } = EXPORTS[name]
  if (name === 'small') return new Blob([await (await import('./shrink-client.ts')).shrinkInWorker(glb)], { type })
  const { scene } = await openGlb(glb)
  const { writeObjZip, writeStl, writePly, writeUsdz } = await import('./write-formats.ts')
  const bytes = await { obj: writeObjZip, stl: writeStl, ply: writePly, usdz: writeUsdz }[name](scene)
  return new Blob([bytes], { type })
}
