import type { Result } from './result.ts'

/** Whether a file is opened as a mesh; any other is taken for a picture. */
export const isMeshFile = (file: File): boolean =>
  file.type.startsWith('model/') || /\.(?:glb|gltf|vrm)$/i.test(file.name)

/** A file of the artist's own as a result; `version` tells it from the last one. */
export const ownResult = (file: File, version: string): Result => ({
  sessionCode: '',
  kind: 'preview',
  request: {},
  formats: ['glb'],
  version,
  name: file.name.replace(/\.\w+$/, ''),
  own: file,
})
