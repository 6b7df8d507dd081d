import type { GlbDocument } from './glb-document.ts'
import { UnsafeGlbError } from './unsafe-glb-error.ts'

/** Extensions that a file may require: three.js or glTF-Transform reads them here. */
const KNOWN = new Set(
  [
    'EXT_materials_bump EXT_mesh_features EXT_mesh_gpu_instancing EXT_meshopt_compression EXT_structural_metadata EXT_texture_avif EXT_texture_webp',
    'KHR_accessor_float16 KHR_accessor_float64 KHR_draco_mesh_compression KHR_lights_punctual KHR_mesh_quantization KHR_meshopt_compression KHR_node_visibility',
    'KHR_materials_anisotropy KHR_materials_clearcoat KHR_materials_diffuse_roughness KHR_materials_diffuse_transmission KHR_materials_dispersion',
    'KHR_materials_emissive_strength KHR_materials_ior KHR_materials_iridescence KHR_materials_pbrSpecularGlossiness KHR_materials_sheen KHR_materials_specular',
    'KHR_materials_transmission KHR_materials_unlit KHR_materials_variants KHR_materials_volume KHR_mesh_primitive_restart KHR_texture_basisu KHR_texture_transform KHR_xmp_json_ld',
  ].flatMap((names) => names.split(' ')),
)

/** Those of them that only three.js reads, so that no refit or export can. */
const KNOWN_TO_VIEWER = new Set(['EXT_materials_bump', 'KHR_materials_diffuse_roughness'])

/** Whether glTF-Transform reads and writes an extension. */
export const isUnderstood = (name: string): boolean => KNOWN.has(name) && !KNOWN_TO_VIEWER.has(name)

/** The sentence for a file that cannot be read without an extension. */
export const needsText = (name: string): string =>
  `The mesh file needs ${name}, which Plinth does not know, so it can only be downloaded as it is.`

/** @throws {UnsafeGlbError} that names a required extension which nothing here reads */
export function refuseUnknownNeeds({ extensionsRequired = [] }: GlbDocument): void {
  const unknown = extensionsRequired.find((name) => !KNOWN.has(name))
  if (unknown) throw new UnsafeGlbError(needsText(unknown))
}
