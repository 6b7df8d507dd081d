import { AUTOMATIC, previewRequestSchema, type PreviewRequest } from '../contract/preview-request.ts'
import { parseWith } from '../contract/problems.ts'
import type { Spin } from '../contract/session.ts'
import { AXES, vec3, type Axis } from '../contract/vec3.ts'
import { fieldInTheWay, type Draft } from './draft.ts'
import { fieldProblem, type FieldName, type Scale } from './fields.ts'

/** A draft as a request, or what is in the way of it. */
export type Asked =
  | { readonly is: 'ready'; readonly request: PreviewRequest }
  | { readonly is: 'blocked'; readonly by: FieldName | 'Spins'; readonly why: string }

const asked = ({ automatic, sizeMetres }: Draft, axis: Axis): number => (automatic[axis] ? AUTOMATIC : sizeMetres[axis])

/** Whether a draft asks for what `request` did. Without the schema, for it is looked at on every move of a drag. */
export const asksAgain = (draft: Draft, { selected_spin_index, scaled_bbox, pivot_point }: PreviewRequest): boolean =>
  !fieldInTheWay(draft) &&
  draft.spinIndex === (selected_spin_index ?? null) &&
  AXES.every(
    (axis) => asked(draft, axis) === scaled_bbox?.[axis] && draft.pivotNormalised[axis] === pivot_point?.[axis],
  )

/**
 * The one way from a draft to a request. The official client sends a spin's index and its URL, so both are sent; a session without
 * spins has neither. What comes out has passed the contract's own schema.
 */
export function draftRequest(draft: Draft, spins: readonly Spin[], scale: Scale): Asked {
  const field = fieldInTheWay(draft)
  if (field) return { is: 'blocked', by: field.name, why: fieldProblem(field, scale) }
  const spin = spins.find(({ index }) => index === draft.spinIndex)
  if (spins.length > 0 && !spin) return { is: 'blocked', by: 'Spins', why: 'Choose one of the spins first.' }
  const request = parseWith(previewRequestSchema, {
    ...(spin ? { selected_spin_index: spin.index, selected_spin: spin.url } : {}),
    scaled_bbox: vec3((axis) => asked(draft, axis)),
    pivot_point: draft.pivotNormalised,
  })
  return { is: 'ready', request }
}
