/** Mesh formats an upstream may offer; `zip` is an OBJ with its material and texture. */
export const MESH_FORMATS = ['glb', 'obj', 'zip', 'usdz', 'fbx', 'stl'] as const
export type MeshFormat = (typeof MESH_FORMATS)[number]

export const MESH_KINDS = ['preview', 'refine'] as const
export type MeshKind = (typeof MESH_KINDS)[number]

/** The wire's field for a mesh: `preview_mesh_url_glb`, `mesh_url_glb`. */
export const meshField = (kind: MeshKind, format: MeshFormat): string =>
  `${kind === 'preview' ? 'preview_mesh_url' : 'mesh_url'}_${format}`
