/** Formats that three.js writes: metres, Y up, front along +Z, as the GLB they come from. */
import { zip, type Zippable } from 'fflate'
import { Mesh, type MeshStandardMaterial, type Object3D } from 'three'
import { OBJExporter } from 'three/addons/exporters/OBJExporter.js'
import { PLYExporter } from 'three/addons/exporters/PLYExporter.js'
import { STLExporter } from 'three/addons/exporters/STLExporter.js'
import { USDZExporter } from 'three/addons/exporters/USDZExporter.js'

type Bytes = Uint8Array<ArrayBuffer>

const materialsOf = (scene: Object3D): MeshStandardMaterial[] => {
  const found = new Set<MeshStandardMaterial>()
  scene.traverse((each) => each instanceof Mesh && [each.material].flat().forEach((material) => found.add(material as MeshStandardMaterial)))
  return [...found]
}

/** A texture's picture as PNG, which every reader of OBJ takes. */
async function pngOf({ map }: MeshStandardMaterial): Promise<Bytes | null> {
  const image = map?.image as ImageBitmap | undefined
  if (!image?.width) return null
  const canvas = new OffscreenCanvas(image.width, image.height)
  canvas.getContext('2d')?.drawImage(image, 0, 0)
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
}

const OBJ_NAME = 'mesh'

/** OBJ with its MTL and textures in a zip. */
export async function writeObjZip(scene: Object3D): Promise<Bytes> {
  const materials = materialsOf(scene)
  for (const [index, material] of materials.entries()) material.name = `material${index}`
  const files: Zippable = {}
  const lines: string[] = []
  for (const material of materials) {
    const { r, g, b } = material.color ?? { r: 1, g: 1, b: 1 }
    lines.push(`newmtl ${material.name}`, `Kd ${r.toFixed(4)} ${g.toFixed(4)} ${b.toFixed(4)}`)
    const png = await pngOf(material)
    if (!png) continue
    files[`${material.name}.png`] = [png, { level: 0 }]
    lines.push(`map_Kd ${material.name}.png`)
  }
  const text = new TextEncoder()
  files[`${OBJ_NAME}.obj`] = text.encode(`mtllib ${OBJ_NAME}.mtl\n${new OBJExporter().parse(scene)}`)
  files[`${OBJ_NAME}.mtl`] = text.encode(`${lines.join('\n')}\n`)
  return new Promise((resolve, reject) => zip(files, (error, bytes) => (error ? reject(error) : resolve(bytes))))
}

export async function writeStl(scene: Object3D): Promise<Bytes> {
  const view = new STLExporter().parse(scene, { binary: true })
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength)
}

export async function writePly(scene: Object3D): Promise<Bytes> {
  const bytes = await new Promise<ArrayBuffer | null>((resolve) => new PLYExporter().parse(scene, (result) => resolve(result as ArrayBuffer | null), { binary: true, littleEndian: true }) ?? resolve(null))
  if (!bytes) throw new Error('This mesh holds nothing that a PLY can hold.')
  return new Uint8Array(bytes)
}

export async function writeUsdz(scene: Object3D): Promise<Bytes> {
  return new Uint8Array(await new USDZExporter().parseAsync(scene, { maxTextureSize: 2048 })) as Bytes
}
