import { describe, expect, it } from 'vitest'
import { fileName } from '../../src/download/file-name.ts'
import type { Result } from '../../src/result/result.ts'

describe('a downloaded file tells what it is', () => {
  const result: Result = {
    sessionCode: 'SESSION_1',
    kind: 'preview',
    request: { scaled_bbox: [1, 2, 0.5], pivot_point: [0, -0.5, 0], selected_spin_index: 1 },
    formats: ['glb'],
    version: '1',
    name: 'Rubber duck',
  }

  it('by session, spin and size', () => {
    expect(fileName(result, [0.42, 1, 0.3], 'glb')).toBe('rubber-duck_spin2_0.42x1x0.3m.glb')
    expect(fileName(result, null, 'zip')).toBe('rubber-duck_spin2.obj.zip')
    expect(fileName({ ...result, kind: 'refine', request: {} }, null, 'usdz')).toBe('rubber-duck_refined.usdz')
  })

  it('in letters that every system takes, also when the name has none', () => {
    expect(fileName({ ...result, name: '../..\\Ältere: Ente?' }, null, 'glb')).toMatch(/^[a-z0-9][\w.-]*_spin2\.glb$/)
    expect(fileName({ ...result, name: '…' }, null, 'glb')).toBe('mesh_spin2.glb')
  })
})
