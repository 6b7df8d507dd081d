import type { Result } from './result.ts'

/** A GLB of the artist's own as a result; `version` tells it from the last one. */
export const ownResult = (file: File, version: string): Result => ({
  sessionCode: '',
  kind: 'preview',
  request: {},
  formats: ['glb'],
  version,
  name: file.name.replace(/\.\w+$/, ''),
  own: file,
})
