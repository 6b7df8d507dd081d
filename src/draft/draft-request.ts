import { previewRequestSchema, type PreviewRequest } from '../contract/preview-request.ts'
import { parseWith } from '../contract/problems.ts'
import type { Spin } from '../contract/session.ts'
import { firstInvalidField, type Draft } from './draft.ts'
import { fieldProblem, type FieldName, type Scale } from './fields.ts'
import { sizeAndPivotOf } from './size-and-pivot.ts'

/** The request that a draft makes, or why it makes none yet. */
export type DraftRequest =
  | { readonly status: 'ready'; readonly request: PreviewRequest }
  | { readonly status: 'blocked'; readonly by: FieldName | 'Spins'; readonly why: string }

/**
 * The one way from a draft to a request, which then satisfies the contract's schema. Like the official client it names a spin by index and
 * by URL; a session without spins has neither.
 */
export function draftRequest(draft: Draft, spins: readonly Spin[], scale: Scale): DraftRequest {
  const field = firstInvalidField(draft)
  if (field) return { status: 'blocked', by: field.name, why: fieldProblem(field, scale) }
  const spin = spins.find(({ index }) => index === draft.spinIndex)
  if (spins.length > 0 && !spin) return { status: 'blocked', by: 'Spins', why: 'Choose one of the spins first.' }
  const request = parseWith(previewRequestSchema, {
    ...(spin ? { selected_spin_index: spin.index, selected_spin: spin.url } : {}),
    ...sizeAndPivotOf(draft),
  })
  return { status: 'ready', request }
}
