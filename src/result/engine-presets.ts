/** What each engine makes of a GLB: all of them read metres and turn the axes themselves, so what they need is a name and a word on the import. */
export interface EnginePreset {
  readonly engine: string
  readonly fileName: (base: string) => string
  readonly note: string
}

const words = (base: string): string[] => base.split(/[^a-z0-9]+/i).filter(Boolean)
const pascal = (base: string): string => words(base).map((word) => word[0]!.toUpperCase() + word.slice(1)).join('') || 'Mesh'
const snake = (base: string): string => words(base).join('_').toLowerCase() || 'mesh'

/** Sources: Unity glTFast, Unreal Interchange, Blender's glTF add-on, Godot 4's importer: their own documentation on units and axes. */
export const ENGINE_PRESETS: readonly EnginePreset[] = [
  { engine: 'Unity', fileName: (base) => `${pascal(base)}.glb`, note: 'Needs the glTFast package. 1 unit is 1 m, Y is up; the importer mirrors X for Unity’s left hand. The origin becomes the pivot.' },
  { engine: 'Unreal', fileName: (base) => `SM_${pascal(base)}.glb`, note: 'Drag it into the content browser. Metres become centimetres and Y up becomes Z up on import. The origin becomes the pivot.' },
  { engine: 'Blender', fileName: (base) => `${snake(base)}.glb`, note: 'File, Import, glTF 2.0. Y up becomes Z up, the front faces -Y. The origin becomes the object’s origin.' },
  { engine: 'Godot', fileName: (base) => `${snake(base)}.glb`, note: 'Put it into the project folder. 1 unit is 1 m, Y is up, nothing is converted. The origin becomes the node’s.' },
]
