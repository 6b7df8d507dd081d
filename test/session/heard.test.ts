import { describe, expect, it } from 'vitest'
import { heard, sessionOf } from '../../src/session/heard.ts'

const SPINS = [0, 1, 2, 3].map((index) => ({ image_url: `https://x.test/${index}.png` }))
const whole = { session_code: 'S_1', status: 'training_preview', spins: SPINS, updated_at: '1' }
const last = sessionOf({ ...whole, preview_mesh_url_glb: 'https://x.test/a.glb' })
const after = (fields: object) => heard(last, { ...whole, ...fields }, 'S_1')

describe('a session after another answer', () => {
  it('is not another session, whatever the answer says', () => {
    const foreign = { ...whole, session_code: 'S_2', status: 'preview_done' }
    expect(() => heard(last, foreign, 'S_1')).toThrow('The answer is about another session: S_2 instead of S_1.')
    expect(() => heard(undefined, foreign, 'S_1')).toThrow(expect.objectContaining({ kind: 'bad_upstream' }))
  })

  it.each([
    ['spins that are no list', { spins: 'none' }],
    ['spins that are numbers', { spins: [1, 2, 3, 4] }],
    ['spins without their pictures', { spins: [{}, {}, {}, {}] }],
    ['a status that is a number', { status: 7 }],
    ['no status at all', { status: undefined, spins: undefined }],
    ['a mesh that is a number', { preview_mesh_url_glb: 4, preview_mesh_url: false }],
  ])('stays as it was last heard of when the answer has %s', (_, fields) => {
    expect(() => after(fields)).toThrow(expect.objectContaining({ kind: 'bad_upstream' }))
    expect(() => after(fields)).toThrow(/^The answer could not be read: /)
  })

  it('keeps its spins when a whole answer leaves them out, and loses them to work on the spins alone', () => {
    for (const spins of [undefined, null, [], [null, null, null, null], SPINS.slice(0, 1)])
      expect(after({ spins }).spins).toEqual(last.spins)
    expect(after({ spins: [], status: 'spin_generate_processing' }).spins).toEqual([])
    expect(after({ spins: [], status: 'preview_done' })).toMatchObject({ status: 'preview_done', spins: last.spins })
  })

  it('goes on with an upstream that has always mistyped a field', () => {
    const odd = sessionOf({ ...whole, status: 7, session_status: 'in_progress' })
    expect(heard(odd, { ...whole, status: 7, session_status: 'complete' }, 'S_1').phase.state).toBe('done')
  })

  it('opens by any first answer with its code', () => {
    expect(heard(undefined, { session_code: 'S_1', spins: 'none', status: 7 }, 'S_1')).toMatchObject({ spins: [] })
  })
})
