/**
 * [ENGINE-1] What each engine makes of a GLB. All four read metres and turn the up axis themselves, so nothing is scaled; what differs is
 * where the front comes out, which pictures are read, and what things are called.
 */
import { joinName } from './file-name.ts'
import { PLAIN_TYPES } from './plain-picture.ts'
import type { QuarterTurn } from '../glb/quarter-turn.ts'

export interface EnginePreset {
  readonly engine: string
  readonly unit: string
  readonly up: 'Y' | 'Z'
  /** Where the front of the mesh faces in the engine. */
  readonly front: string
  /** A quarter turn about this axis in the file brings it there; null where the importer's own does. */
  readonly turnAbout: QuarterTurn | null
  /** MIME types that the importer reads. */
  readonly pictures: readonly string[]
  /** `tags` tell this file from others of the same object: the spin, the size. */
  readonly fileName: (base: string, tags: readonly string[]) => string
  /** The object's name in the file. */
  readonly objectName: (base: string) => string
  /** The kind of file, where another one is usual there. */
  readonly kind: string
  /** How it gets into the engine. */
  readonly howTo: string
  /** What becomes of it there. */
  readonly note: string
}

/** Latin letters without their marks, as engines' own style guides have it; those of other scripts as they are. */
const words = (base: string): string[] =>
  base
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .match(/(?:\p{L}\p{M}*|\p{N})+/gu) ?? []
const pascal = (base: string): string =>
  words(base)
    .map((word) => (word[0] ?? '').toUpperCase() + word.slice(1))
    .join('') || 'Mesh'
const snake = (base: string): string => words(base).join('_').toLowerCase() || 'mesh'
const lower = (tags: readonly string[]): string[] => tags.map((tag) => tag.toLowerCase())
const tagged = (name: string, tags: readonly string[]): string => joinName(name, `${['', ...tags].join('_')}.glb`)
const plain = (base: string): string => base.trim() || 'Mesh'

export const ENGINE_PRESETS: readonly EnginePreset[] = [
  {
    engine: 'Unity',
    unit: '1 m is 1 unit',
    up: 'Y',
    front: '+Z',
    turnAbout: null,
    // glTFast reads no WebP, and KTX2 only with another package.
    pictures: PLAIN_TYPES,
    fileName: (base, tags) => tagged(pascal(base), tags),
    objectName: pascal,
    kind: 'GLB, not FBX',
    howTo: 'Add Unity’s glTFast package, then drop the file into Assets.',
    note: '1 m is 1 unit, Y is up, the front faces +Z, Unity’s forward; the pivot stays the pivot. Textures are PNG or JPEG.',
  },
  {
    engine: 'Unreal',
    unit: '1 m is 100 units (cm)',
    up: 'Z',
    front: '+X',
    // The importer takes glTF's (x, y, z) for (x, z, y), so what faces +X in the file faces +X there.
    turnAbout: '+Y',
    pictures: PLAIN_TYPES,
    fileName: (base, tags) => tagged(`SM_${pascal(base)}`, tags),
    objectName: (base) => `SM_${pascal(base)}`,
    kind: 'GLB, not FBX',
    howTo: 'Drag the file into the Content Browser.',
    note: 'Metres become centimetres and Z is up on import; the mesh is turned in the file so that its front faces +X, Unreal’s forward; the pivot stays the pivot. Textures are PNG or JPEG.',
  },
  {
    engine: 'Blender',
    unit: '1 m is 1 unit',
    up: 'Z',
    front: '-Y',
    turnAbout: null,
    pictures: [...PLAIN_TYPES, 'image/webp'],
    fileName: (base, tags) => tagged(snake(base), lower(tags)),
    objectName: plain,
    kind: 'GLB',
    howTo: 'File, Import, glTF 2.0.',
    note: '1 m is 1 unit, Z is up on import, the front faces -Y as in Blender’s front view; the pivot becomes what Blender calls the object’s origin.',
  },
  {
    engine: 'Godot',
    unit: '1 m is 1 unit',
    up: 'Y',
    front: '+Z',
    turnAbout: null,
    pictures: [...PLAIN_TYPES, 'image/webp', 'image/ktx2'],
    fileName: (base, tags) => tagged(snake(base), lower(tags)),
    // No word after a line: Godot would make a wheel of `steering_wheel`, and a collision shape of `table-col`.
    objectName: pascal,
    kind: 'GLB',
    howTo: 'Copy the file into the project folder.',
    note: '1 m is 1 unit, Y is up, the front faces +Z, Godot’s model front (look_at with use_model_front); the pivot becomes the node’s position.',
  },
]
