/** USDZ, USDA and USDC through three.js's parsers. OpenUSD, "Usdz File Format Specification". */
import {
  ClampToEdgeWrapping,
  Mesh,
  MeshPhysicalMaterial,
  MirroredRepeatWrapping,
  type Group,
  type Material,
  type Texture,
} from 'three'
import { USDAParser } from 'three/addons/loaders/usd/USDAParser.js'
import { USDCParser } from 'three/addons/loaders/usd/USDCParser.js'
import type {
  MaterialTexture,
  MaterialTextures,
  MeshMaterial,
  MeshPart,
  TextureUse,
  Wrap,
} from '../formats/mesh-part.ts'
import { baseName, endingOf } from './file-kind.ts'
import type { FileSet, SourceFile } from './file-set.ts'
import { IntakeError } from './intake-error.ts'
import { openZip } from './open-zip.ts'
import { partsOfScene } from './parts-of-scene.ts'
import { Pictures } from './pictures.ts'
import type { Report } from './report.ts'
import { PLAIN_MATERIAL } from './surface.ts'
import type { Redrawer } from '../glb/picture.ts'
import { PICTURE_PATH, USDComposer } from './usd-composer.ts'

const LAYER = /^usd[azc]?$/
const CRATE = 'PXR-USDC'
const ZIP = 0x504b
/** UsdGeom: the stage's unit where it names none is a centimetre. */
const METRES_PER_UNIT = 0.01

interface UsdTools {
  readonly main: SourceFile
  readonly files: FileSet
  readonly report: Report
  readonly redraw: Redrawer
}

function layerOf(bytes: Uint8Array<ArrayBuffer>): UsdLayer {
  const isCrate = new TextDecoder('latin1').decode(bytes.subarray(0, CRATE.length)) === CRATE
  return isCrate
    ? new USDCParser().parseData(bytes.slice().buffer)
    : new USDAParser().parseData(new TextDecoder().decode(bytes))
}

/** Root fields of a layer, made where there are none. */
function rootOf({ specsByPath }: UsdLayer): Record<string, unknown> {
  const root = (specsByPath['/'] ??= { specType: 0, fields: {} })
  return root.fields
}

/** The root layer and what it may refer to. */
async function openUsd({ main, files }: UsdTools): Promise<{ readonly root: SourceFile; readonly inside: FileSet }> {
  const bytes = await files.read(main)
  if (((bytes[0] ?? 0) << 8) + (bytes[1] ?? 0) !== ZIP) return { root: main, inside: files }
  const entries = openZip(bytes, baseName(main.path))
  // The first file of the archive is the root layer.
  const root = entries.find(({ path }) => LAYER.test(endingOf(path)))
  if (!root) throw new IntakeError(`${baseName(main.path)} holds no USD layer. Export it again.`)
  return { root, inside: files.within(entries) }
}

async function composed(root: SourceFile, inside: FileSet): Promise<{ scene: Group; skinned: boolean }> {
  const layer = layerOf(await inside.read(root))
  const fields = rootOf(layer)
  fields.metersPerUnit ??= METRES_PER_UNIT
  const assets: Record<string, UsdLayer | string> = {}
  for (const file of inside.all) {
    if (file === root || !LAYER.test(endingOf(file.path))) {
      assets[file.path] = file.path
      continue
    }
    const other = layerOf(await inside.read(file))
    // Only the root's unit and up axis count.
    delete rootOf(other).metersPerUnit
    delete rootOf(other).upAxis
    assets[file.path] = other
  }
  const folder = root.path.slice(0, Math.max(0, root.path.length - baseName(root.path).length - 1))
  const scene = new USDComposer().compose(layer, assets, {}, folder)
  let skinned = false
  scene.traverse((object) => {
    if (object instanceof Mesh && 'isSkinnedMesh' in object) skinned = true
  })
  return { scene, skinned }
}

const wrapOf = (wrap: Texture['wrapS']): Wrap =>
  wrap === ClampToEdgeWrapping ? 'clamp' : wrap === MirroredRepeatWrapping ? 'mirror' : 'repeat'

interface MaterialTools {
  readonly pictures: Pictures
  readonly report: Report
  readonly from: string
}

async function textureOf(texture: Texture | null, tools: MaterialTools): Promise<MaterialTexture | null> {
  if (!texture) return null
  const picture = await tools.pictures.get(String(texture.userData[PICTURE_PATH]), tools.from)
  if (texture.userData.moved === true) tools.report.add('How its textures are moved or turned was left out.')
  return picture && { picture, wrapS: wrapOf(texture.wrapS), wrapT: wrapOf(texture.wrapT) }
}

const pathOf = (texture: Texture | null): unknown => texture?.userData[PICTURE_PATH]

/** What a texture's values are multiplied by, one of red, green, blue and alpha. */
function scaleOf(texture: Texture | null, channel: number): number {
  const scale: unknown = texture?.userData.scale
  const value: unknown = Array.isArray(scale) ? scale[channel] : 1
  return typeof value === 'number' ? value : 1
}

/** Between matt and mirror, where a texture says what is not known. */
const MIDDLE_ROUGHNESS = 0.5

/**
 * Roughness is green and metallic blue in glTF, each multiplied by a value: one picture serves both, or roughness alone
 * beside a metallic value of 0, which its blue cannot change.
 */
function metalRoughOf({ roughnessMap, metalnessMap, roughness, metalness }: MeshPhysicalMaterial, report: Report) {
  if (metalnessMap && pathOf(roughnessMap) === pathOf(metalnessMap))
    return { texture: roughnessMap, metallic: scaleOf(roughnessMap, 2), roughness: scaleOf(roughnessMap, 1) }
  if (metalnessMap) report.add('A texture of its metallic value alone was left out.')
  const metallic = metalnessMap ? 0 : metalness
  if (!roughnessMap) return { texture: null, metallic, roughness }
  if (metallic === 0) return { texture: roughnessMap, metallic, roughness: scaleOf(roughnessMap, 1) }
  report.add('A texture of its roughness alone, beside a metallic value, was left out.')
  return { texture: null, metallic, roughness: MIDDLE_ROUGHNESS }
}

async function materialOf(material: Material, tools: MaterialTools): Promise<MeshMaterial> {
  if (!(material instanceof MeshPhysicalMaterial)) return PLAIN_MATERIAL
  const { texture: metalRough, metallic, roughness } = metalRoughOf(material, tools.report)
  const found: Readonly<Record<TextureUse, MaterialTexture | null>> = {
    colour: await textureOf(material.map, tools),
    normal: await textureOf(material.normalMap, tools),
    metalRough: await textureOf(metalRough, tools),
    occlusion: await textureOf(material.aoMap, tools),
    emissive: await textureOf(material.emissiveMap, tools),
  }
  const { color, emissive, opacity, transparent, alphaTest, side, name } = material
  const textures = Object.fromEntries(Object.entries(found).filter(([, texture]) => texture)) as MaterialTextures
  return {
    name,
    colour: [color.r, color.g, color.b],
    alpha: transparent ? opacity * scaleOf(material.map, 3) : 1,
    alphaMode: alphaTest > 0 ? 'MASK' : transparent ? 'BLEND' : 'OPAQUE',
    alphaCutoff: alphaTest > 0 ? alphaTest : 0.5,
    metallic,
    roughness,
    emissive: [emissive.r, emissive.g, emissive.b],
    doubleSided: side !== 0,
    textures,
  }
}

function materialsIn(scene: Group): Set<Material> {
  const materials = new Set<Material>()
  scene.traverse((object) => {
    if (object instanceof Mesh) for (const material of [object.material].flat() as Material[]) materials.add(material)
  })
  return materials
}

/**
 * A USD file as it stands in its stage: its own unit and up axis are obeyed, so metres and Y up come out.
 * @throws {IntakeError} for one that cannot be read
 */
export async function readUsd(tools: UsdTools): Promise<MeshPart[]> {
  const { main, report, redraw } = tools
  const { root, inside } = await openUsd(tools)
  const { scene, skinned } = await composed(root, inside).catch((cause: unknown) => {
    if (cause instanceof IntakeError) throw cause
    throw new IntakeError(
      `${baseName(main.path)} is damaged or of a kind of USD that cannot be read. Export it as GLB.`,
      {
        cause,
      },
    )
  })
  if (skinned || scene.animations.length > 0) report.add('Skeleton and animation were left out: the mesh is at rest.')
  const from = { pictures: new Pictures(inside, report, redraw), report, from: root.path }
  const materials = new Map<Material, MeshMaterial>()
  for (const material of materialsIn(scene)) materials.set(material, await materialOf(material, from))
  return partsOfScene(scene, (material) => materials.get(material) ?? PLAIN_MATERIAL)
}
