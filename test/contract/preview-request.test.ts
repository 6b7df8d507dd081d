import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRequestSchema, listQuerySchema, sessionCodeSchema } from '../../src/contract/create-request.ts'
import {
  AUTOMATIC,
  DEFAULT_PIVOT,
  DEFAULT_SCALED_BBOX,
  previewRequestSchema,
  refineRequestSchema,
  SIZE_LIMITS_METRES,
} from '../../src/contract/preview-request.ts'
import { InvalidInput, parseWith } from '../../src/contract/problems.ts'
import type * as z from 'zod/mini'

function sentences(schema: z.ZodMiniType, input: unknown): string[] {
  try {
    parseWith(schema, input)
    return []
  } catch (error) {
    if (error instanceof InvalidInput) return error.message.split('\n')
    throw error
  }
}

describe('a preview request', () => {
  it('may be empty, and keeps every field that it has', () => {
    const whole = {
      selected_spin_index: 3,
      selected_spin: 'https://files.example/3.webp',
      scaled_bbox: [1, AUTOMATIC, 0.25],
      pivot_point: [-0.5, 0.5, 0],
    }
    expect(previewRequestSchema.parse(whole)).toEqual(whole)
    expect(previewRequestSchema.parse({})).toEqual({})
    expect([DEFAULT_PIVOT, DEFAULT_SCALED_BBOX]).toEqual([
      [0, 0, 0],
      [-1, -1, -1],
    ])
  })

  it.each([0, -2, -0.5, Number.NaN, Number.POSITIVE_INFINITY, 'tall', null])(
    '[BOX-1] with a side of %s is refused, and the side named',
    (side) => {
      const [sentence, ...more] = sentences(previewRequestSchema, { scaled_bbox: [1, side, 1] })
      expect(sentence).toMatch(/^At scaled_bbox\[1\]: expected a number > 0 or -1, got /)
      expect(more).toEqual([])
    },
  )

  it('[BOX-1] with a side beyond the limits is refused, and the limits named', () => {
    for (const side of [SIZE_LIMITS_METRES.min / 2, SIZE_LIMITS_METRES.max * 2]) {
      expect(sentences(previewRequestSchema, { scaled_bbox: [side, 1, 1] })).toEqual([
        `At scaled_bbox[0]: expected 0.001 to 1000 metres, or -1, got ${side}`,
      ])
    }
  })

  it('[BOX-2] may leave any axis automatic with -1', () => {
    expect(sentences(previewRequestSchema, { scaled_bbox: [-1, -1, -1] })).toEqual([])
  })

  it('[PIVOT-1] may have its pivot on a face of the box, but not outside it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const inside = value >= -0.5 && value <= 0.5
        expect(sentences(previewRequestSchema, { pivot_point: [0, 0, value] })).toEqual(
          inside ? [] : [`At pivot_point[2]: expected a number from -0.5 to 0.5, got ${value}`],
        )
      }),
    )
  })

  it('gets one sentence for every problem', () => {
    expect(
      sentences(previewRequestSchema, {
        scaled_bbox: [0, 1],
        pivot_point: 'centre',
        selected_spin_index: 4,
        selected_spin: 'ftp://x',
        size: 1,
      }),
    ).toHaveLength(6)
    expect(sentences(previewRequestSchema, [])).toEqual(['Expected a JSON object'])
    expect(sentences(refineRequestSchema, { selected_spin_index: 0 })).toEqual([
      'At selected_spin_index: no such field',
    ])
  })
})

describe('a create request', () => {
  it('[CREATE-1] takes the address of an image, or the image itself', () => {
    for (const image_url of ['https://files.example/a.png', 'http://x/a', 'data:image/png;base64,iVBORw0KGgo='])
      expect(sentences(createRequestSchema, { image_url })).toEqual([])
    for (const image_url of [
      '',
      'a.png',
      'file:///etc/passwd',
      'data:image/png,abc',
      'data:image/png;base64,',
      'javascript:alert(1)',
      'data:image/png;base64,a b',
    ]) {
      expect(sentences(createRequestSchema, { image_url })[0], image_url).toMatch(
        /^At image_url: expected an http\(s\) URL or a data:/,
      )
    }
  })

  it('takes the largest image that the proxy lets through', () => {
    expect(sentences(createRequestSchema, { image_url: `data:image/jpeg;base64,${'A'.repeat(11_900_000)}` })).toEqual(
      [],
    )
  })
})

describe('a list and a code', () => {
  it('have limits', () => {
    expect(listQuerySchema.parse({})).toEqual({ limit: 10, page: 1 })
    expect(listQuerySchema.parse({ limit: '100', page: '7' })).toEqual({ limit: 100, page: 7 })
    for (const query of [{ limit: '0' }, { limit: '101' }, { page: '-1' }, { limit: 'ten' }, { page: '1e3' }])
      expect(listQuerySchema.safeParse(query).success).toBe(false)
  })

  it('[CODE-1] allow a code of letters, digits, _ and - only', () => {
    for (const code of ['SESSION_P_44569824122', 'a', '-'.repeat(128)])
      expect(sessionCodeSchema.safeParse(code).success, code).toBe(true)
    for (const code of ['', '..', 'a/b', 'a b', 'é', 'a\n', '-'.repeat(129), 'a%2fb'])
      expect(sessionCodeSchema.safeParse(code).success, code).toBe(false)
  })
})
