import { KEY_NAMES } from '../ui/key-names.ts'
import { ToolButton, Toolbar } from '../ui/toolbar.tsx'
import css from './draft-bar.module.css'
import { useDraft, type DraftStore } from './draft-store.ts'
import { sameOutcome } from './draft.ts'

const UNDO_KEYS = `${KEY_NAMES.command} Z`
const REDO_KEYS = `${KEY_NAMES.command} ${KEY_NAMES.shift} Z`

/** Undo, redo and start over, which is itself a step that can be undone. */
export function DraftBar({ store }: { readonly store: DraftStore }) {
  const canUndo = useDraft(store, ({ past }) => past.length > 0)
  const canRedo = useDraft(store, ({ future }) => future.length > 0)
  const isStart = useDraft(
    store,
    ({ present, start }) => sameOutcome(present, start) && Object.keys(present.typed).length === 0,
  )
  return (
    <Toolbar name="Draft" className={css.bar}>
      <ToolButton
        icon="undo"
        aria-label="Undo"
        aria-disabled={!canUndo}
        title={`Undo (${UNDO_KEYS})`}
        onClick={() => store.dispatch({ do: 'undo' })}
      />
      <ToolButton
        icon="redo"
        aria-label="Redo"
        aria-disabled={!canRedo}
        title={`Redo (${REDO_KEYS})`}
        onClick={() => store.dispatch({ do: 'redo' })}
      />
      <ToolButton
        icon="reset"
        aria-disabled={isStart}
        onClick={() => store.dispatch({ do: 'commit', edit: { kind: 'all', draft: store.get().start } })}
      >
        Start over
      </ToolButton>
    </Toolbar>
  )
}
