/*
 * A picture's cut-out as the local engine makes it, asked for before anything is made of it or paid for. CSM's API knows
 * nothing of it; Plinth asks its own engine, whoever makes the meshes.
 */
import * as z from 'zod/mini'
import { withDefault } from './otherwise.ts'
import { ENCLOSED_CHOICES } from './enclosed-areas.ts'

const sidePx = z.int().check(z.positive())

/** Where the outline comes from: the picture's own alpha, or the picture as it was understood. */
export const CUT_OUT_SOURCES = ['alpha', 'picture'] as const

/**
 * Answer of POST /plinth/cut-out, whose body is the picture's bytes.
 *
 * [CUTOUT-1] `picture` and `alpha` are data URLs of the picture as it was worked on, upright, opaque, its longest side at most 1024 px, and
 * of a grey 8-bit PNG of the same size, 255 where the subject covers a pixel wholly.
 * [CUTOUT-2] `alpha` is null where nothing stands apart; `reason` then says why, for the artist, and is null otherwise.
 * [CUTOUT-3] `disagreement`, 0…1: by how much what the learned model sees contradicts the label from which the outline begins, apart from
 * the outline itself, as a share of the subject's area. Null where no model was asked.
 * [CUTOUT-4] `unsure` is true where the outline is a guess that the artist should look at.
 */
export const cutOutSchema = z.object({
  width: sidePx,
  height: sidePx,
  picture: z.string().check(z.startsWith('data:image/')),
  alpha: z.nullable(z.string().check(z.startsWith('data:image/png;base64,'))),
  reason: z.nullable(z.string()),
  source: z.enum(CUT_OUT_SOURCES),
  disagreement: z.nullable(z.number().check(z.minimum(0), z.maximum(1))),
  unsure: z.boolean(),
})

export type CutOutAnswer = z.output<typeof cutOutSchema>

/** [CUTOUT-5] The query: what becomes of the areas that the subject encloses; left out, each is judged by itself. */
export const cutOutQuerySchema = z.object({
  enclosed_areas: withDefault(
    z.enum(ENCLOSED_CHOICES, { error: `expected one of ${ENCLOSED_CHOICES.join(', ')}` }),
    'auto',
  ),
})
