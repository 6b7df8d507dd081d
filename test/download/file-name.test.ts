import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ENGINE_PRESETS } from '../../src/download/engine-presets.ts'
import { engineTags, fileName, nameWith } from '../../src/download/file-name.ts'
import type { Result } from '../../src/result/result.ts'

const result: Result = {
  sessionCode: 'SESSION_1',
  kind: 'preview',
  request: { scaled_bbox: [1, 2, 0.5], pivot_point: [0, -0.5, 0], selected_spin_index: 1 },
  formats: ['glb'],
  version: '1',
  name: 'Rubber duck',
}

const named = (name: string, format: 'glb' | 'zip' = 'glb') => fileName({ ...result, name }, null, format)
const bytesIn = (text: string) => new TextEncoder().encode(text).length

describe('a downloaded file tells what it is', () => {
  it('by session, spin and size', () => {
    expect(fileName(result, [0.42, 1, 0.3], 'glb')).toBe('rubber-duck_spin2_0.42x1x0.3m.glb')
    expect(fileName(result, null, 'zip')).toBe('rubber-duck_spin2.obj.zip')
    expect(fileName({ ...result, kind: 'refine', request: {} }, null, 'usdz')).toBe('rubber-duck_refined.usdz')
  })

  it.each([
    ['стул', 'стул'],
    ['Stu\u0308hlchen', 'stühlchen'],
    ['../..\\Ältere: Ente?', 'ältere-ente'],
    ['家具 椅子・２', '家具-椅子-２'],
    ['हिन्दी कुर्सी', 'हिन्दी-कुर्सी'],
    ['ที่นั่ง (ไม้)', 'ที่นั่ง-ไม้'],
    ['걸상'.normalize('NFD'), '걸상'],
    ['كرسي \u202Eخشب', 'كرسي-خشب'],
    ['🪑 chair ❤️', 'chair'],
    ['mug_final v1.2', 'mug_final-v1.2'],
    ['a -- b..c\u0000\n', 'a-b-c'],
    ['-.hidden.-', 'hidden'],
    ['…', 'mesh'],
    ['', 'mesh'],
    ['\ud83e', 'mesh'],
  ])('in the letters of any script: “%s” becomes “%s”', (name, start) => {
    expect(named(name)).toBe(`${start}_spin2.glb`)
  })

  it.each(['CON', 'nul', 'Com1', 'lpt¹', 'aux.v2'])('and is no device of Windows: %s', (name) => {
    expect(fileName({ ...result, request: {}, name }, null, 'glb')).toBe(`mesh-${name.toLowerCase()}.glb`)
  })

  it('keeps spin, size and extension when the name is cut', () => {
    const tail = '_spin2_0.42x1x0.3m.obj.zip'
    expect(fileName({ ...result, name: 'x'.repeat(300) }, [0.42, 1, 0.3], 'zip')).toBe(`${'x'.repeat(94)}${tail}`)
    expect(fileName({ ...result, name: 'ж'.repeat(300) }, [0.42, 1, 0.3], 'zip')).toBe(`${'ж'.repeat(47)}${tail}`)
    // A letter keeps its mark, or goes with it; nothing dangles where the name ends.
    expect(named(`${'a'.repeat(109)}q\u0308`)).toBe(`${'a'.repeat(109)}_spin2.glb`)
    expect(named(`${'a'.repeat(109)} bc`)).toBe(`${'a'.repeat(109)}_spin2.glb`)
  })

  it('whatever a session is called: composed, short enough, of letters, digits, and single signs between them', () => {
    const anyName = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 150 }),
      fc.string({ unit: fc.constantFrom(...'aÄ\u0308ж椅🪑\u202E\u200D. -_/\\:%\u0000\uD83E'), maxLength: 150 }),
    )
    fc.assert(
      fc.property(anyName, (name) => {
        for (const ending of ['.glb', '.obj.zip', '_1920x1080.png']) {
          const whole = nameWith({ ...result, name }, [0.42, 1, 0.3], ending)
          const tail = `_spin2_0.42x1x0.3m${ending}`
          expect(whole.endsWith(tail)).toBe(true)
          const head = whole.slice(0, -tail.length)
          expect(bytesIn(whole)).toBeLessThanOrEqual(120)
          expect(head.normalize('NFC')).toBe(head)
          expect(head).toMatch(/^(?:\p{L}\p{M}*|\p{N})+(?:[-._](?:\p{L}\p{M}*|\p{N})+)*$/u)
        }
        for (const preset of ENGINE_PRESETS) {
          const whole = preset.fileName(name, engineTags(result, [0.42, 1, 0.3]))
          expect(bytesIn(whole)).toBeLessThanOrEqual(120)
          expect(whole).toMatch(/^(?:\p{L}\p{M}*|[\p{N}_])+_spin2_420x1000x300mm\.glb$/iu)
        }
      }),
    )
  })
})
