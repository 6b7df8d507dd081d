import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRequestSchema, goesOnToMesh } from '../../src/contract/create-request.ts'
import { previewRequestSchema, refineRequestSchema } from '../../src/contract/preview-request.ts'
import { checkedFields, namesOf, readFields } from '../../src/contract/read-fields.ts'

const IMAGE = { image_url: 'https://files.example/a.png' }

/** A body's smallest right form, and a field that is wrong, with where. */
const CALLS = [
  ['create', createRequestSchema, IMAGE, { scaled_bbox: [1, 0, 1] }, 'At scaled_bbox[1]: '],
  ['preview', previewRequestSchema, {}, { selected_spin_index: 4 }, 'At selected_spin_index: '],
  ['refine', refineRequestSchema, {}, { pivot_point: [0, 0, 'low'] }, 'At pivot_point[2]: '],
] as const

describe.each(CALLS)('the fields of a %s call', (_name, schema, least, wrong, where) => {
  /** Two hundred fields that nobody has heard of, the awkward names among them. */
  const strange = fc
    .tuple(
      fc.dictionary(fc.string({ maxLength: 60 }), fc.jsonValue(), { minKeys: 200, maxKeys: 200, size: 'max' }),
      fc.constantFrom('__proto__', 'constructor', 'toString', 'manual_segmentation', 'pixel_alignment'),
    )
    .map(([fields, name]) => JSON.parse(`{${JSON.stringify(name)}: 1, ${JSON.stringify(fields).slice(1)}`) as object)
    .filter((fields) => Object.keys(fields).every((name) => !Object.hasOwn(schema.shape, name)))

  it('[CREATE-2] may be unknown: they refuse nothing, and go along as they came', () => {
    fc.assert(
      fc.property(strange, (fields) => {
        const body = { ...least, ...fields }
        expect(readFields(schema, body)).toEqual({ known: least, unknown: fields })
        expect(checkedFields(schema, body)).toEqual(body)
      }),
      { numRuns: 8 },
    )
  })

  it('[CREATE-2] are still refused where a known one is wrong, however many unknown ones there are', () => {
    fc.assert(
      fc.property(strange, (fields) => {
        expect(() => readFields(schema, { ...fields, ...least, ...wrong })).toThrow(where)
      }),
      { numRuns: 5 },
    )
    expect(() => readFields(schema, [])).toThrow('Expected a JSON object')
  })

  it('[CREATE-3] count as left out where they are null', () => {
    const nulls = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, null]))
    expect(readFields(schema, { ...nulls, ...least })).toEqual({ known: least, unknown: {} })
  })
})

it('an image that is null is no image', () => {
  expect(() => readFields(createRequestSchema, { image_url: null })).toThrow('At image_url: expected an http(s) URL')
})

it('names of unknown fields fit into a line of the log, without a value', () => {
  expect(namesOf({ pixel_alignment: 'highest', auto_gen_3d: false })).toBe('pixel_alignment, auto_gen_3d')
  expect(namesOf({ 'a\nb\u202e': 1, [`${'x'.repeat(5000)}`]: 2 })).toBe(`a?b?, ${'x'.repeat(40)}…`)
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, k) => [`field_${k}`, 'secret']))
  expect(namesOf(many)).toMatch(/^field_0, .*field_11 and 488 more$/)
})

it.each([
  [{}, true],
  [{ generate_preview_mesh: true, preview_mesh: 'turbo' }, true],
  [{ generate_preview_mesh: false }, false],
  [{ generate_preview_mesh: false, preview_mesh: 'fast_sculpt' }, false],
  [{ preview_mesh: 'turbo' }, false],
  [{ preview_mesh: 'hd' }, false],
  [{ preview_mesh: 'fast_sculpt' }, true],
] as const)('[CREATE-4] a session created with %j goes on to a mesh: %s', (fields, goesOn) => {
  expect(goesOnToMesh(readFields(createRequestSchema, { ...IMAGE, ...fields }).known)).toBe(goesOn)
})
