/*
 * The outline of a session's subject, as the local engine's cut-out sees it. CSM's API knows nothing of it; Plinth asks
 * its own engine, whoever makes the meshes.
 */
import * as z from 'zod/mini'

const sidePx = z.number().check(z.positive())

/** [OUTLINE-1] `outline` is width and height in px of the picture, or null where no subject stands apart. */
export const outlineSchema = z.object({ outline: z.nullable(z.readonly(z.tuple([sidePx, sidePx]))) })

export type Outline = z.output<typeof outlineSchema>['outline']
