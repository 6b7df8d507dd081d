import { Button } from '../ui/button.tsx'
import css from './draft-bar.module.css'
import { useDraft, type DraftStore } from './draft-store.ts'
import { asksTheSame } from './draft.ts'

/** Back, forth, and to the beginning. Starting over is a step like any other, and can be undone. */
export function DraftBar({ store }: { readonly store: DraftStore }) {
  const canUndo = useDraft(store, ({ past }) => past.length > 0)
  const canRedo = useDraft(store, ({ future }) => future.length > 0)
  const isStart = useDraft(
    store,
    ({ present, start }) => asksTheSame(present, start) && Object.keys(present.typed).length === 0,
  )
  return (
    <div className={css.bar} role="toolbar" aria-label="Draft">
      <Button look="quiet" aria-disabled={!canUndo} title="Ctrl Z" onClick={() => store.dispatch({ do: 'undo' })}>
        Undo
      </Button>
      <Button look="quiet" aria-disabled={!canRedo} title="Ctrl Shift Z" onClick={() => store.dispatch({ do: 'redo' })}>
        Redo
      </Button>
      <Button
        look="quiet"
        aria-disabled={isStart}
        onClick={() => store.dispatch({ do: 'commit', edit: { kind: 'all', draft: store.get().start } })}
      >
        Start over
      </Button>
    </div>
  )
}
