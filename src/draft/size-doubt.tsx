import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDraft, type DraftStore } from './draft-store.ts'
import { scaleOf } from './history.ts'
import { sizeDoubt } from './size-offers.ts'

/** Offers another order of magnitude while a mesh is far too large or too small, as one step of its draft. */
export function SizeDoubt({ store }: { readonly store: DraftStore }) {
  const history = useDraft(store, (whole) => whole)
  const { sizeMetres, unit } = scaleOf(history)
  const doubt = sizeDoubt(sizeMetres, unit)
  if (!doubt) return null
  return (
    <Notice tone="warn" what={doubt.what} next="If so, choose the right size here. Undo brings the old one back.">
      {doubt.offers.map(({ factor, text }) => (
        <Button key={factor} onClick={() => store.dispatch({ do: 'commit', edit: { kind: 'scale', factor } })}>
          {text}
        </Button>
      ))}
    </Notice>
  )
}
