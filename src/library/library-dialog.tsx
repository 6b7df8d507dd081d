import { useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import { artistText } from '../contract/artist-text.ts'
import { bytesText } from '../result/bytes-text.ts'
import type { KeptResult } from '../result/kept-result.ts'
import { ByCode } from '../session/open-session.tsx'
import field from '../ui/field.module.css'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { WindowedList } from '../ui/windowed-list.tsx'
import { isOrder, ORDERS, search, sorted, type Order } from './find.ts'
import css from './library.module.css'
import { linesOf, type Layout, type Line } from './lines.ts'
import { ResultLine } from './result-line.tsx'
import { SessionLine } from './session-line.tsx'
import { Transfer } from './transfer.tsx'
import { useActions } from './use-actions.ts'
import { useLibrary, type Library } from './use-library.ts'
import { meshesText } from './words.ts'

export interface LibraryDialogProps {
  readonly onClose: () => void
  /** Opens a session; rejects with what was in the way. */
  readonly onOpen: (code: string) => Promise<void>
  /** A session was clicked. */
  readonly onPick: (code: string) => void
  /** A kept mesh was clicked. */
  readonly onOpenResult: (kept: KeptResult) => void
  /** Whether a request of a session waits or is under way. */
  readonly isInUse: (code: string) => boolean
  /** Why it opened by itself. */
  readonly children?: ReactNode
}

const layoutOf = (widthPx: number): Layout => ({
  widthPx: widthPx || 1000,
  remPx: Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16,
})

/** `This browser keeps 12 meshes, 34.5 MB. The engine’s disk holds 120 MB; 80.2 GB are free.` */
function Held({ library: { entries, keptBytes, disk } }: { readonly library: Library }) {
  const count = entries.reduce((sum, { results }) => sum + results.length, 0)
  const free = disk?.free_bytes == null ? '' : `; ${bytesText(disk.free_bytes)} are free`
  return (
    <p className={css.facts}>
      This browser keeps {meshesText(count)}, {bytesText(keptBytes)}.
      {disk ? ` The engine’s disk holds ${bytesText(disk.used_bytes)}${free}.` : ''}
    </p>
  )
}

function emptyText(library: Library, text: string): string {
  if (library.isPending) return 'Loading the library'
  return text.trim() ? `Nothing is called “${text.trim()}”.` : 'Nothing is here yet. Add an image to make a session.'
}

/** All sessions, and all meshes that the browser keeps. */
export function LibraryDialog({ onClose, onOpen, onPick, onOpenResult, isInUse, children }: LibraryDialogProps) {
  const library = useLibrary()
  const [text, setText] = useState('')
  const [order, setOrder] = useState<Order>('newest')
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const [layout, setLayout] = useState(() => layoutOf(0))
  // Typing must not wait for the list.
  const searched = useDeferredValue(text)
  const shown = useMemo(() => sorted(search(library.entries, searched), order), [library.entries, searched, order])
  const lines = useMemo(() => linesOf(shown, unfolded, layout), [shown, unfolded, layout])
  const actions = useActions(library, isInUse)
  const leaveTo = (go: () => void) => {
    onClose()
    go()
  }

  const draw = (line: Line) => {
    const { entry } = line
    return line.is === 'session' ? (
      <SessionLine
        entry={entry}
        onOpen={() => leaveTo(() => onPick(entry.code))}
        onStar={() => actions.star(entry)}
        onRename={(name) => actions.rename(entry, name)}
        onDelete={() => actions.remove(entry)}
      />
    ) : (
      <ResultLine
        name={entry.name}
        results={line.results}
        more={line.more}
        onOpen={(kept) => leaveTo(() => onOpenResult(kept))}
        onMore={() => setUnfolded(new Set([...unfolded, entry.code]))}
      />
    )
  }
  return (
    <Dialog title="Library" wide onClose={onClose}>
      {children}
      <div className={css.tools}>
        <input
          type="search"
          className={field.field}
          aria-label="Search by name or code"
          placeholder="Name or code"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <select
          className={field.field}
          aria-label="Order"
          value={order}
          onChange={({ target }) => isOrder(target.value) && setOrder(target.value)}
        >
          {ORDERS.map((one) => (
            <option key={one.order} value={one.order}>
              {one.name}
            </option>
          ))}
        </select>
        <ByCode onOpen={onOpen} onOpened={onClose} />
      </div>
      {library.error ? <Notice tone="warn" {...artistText(library.error)} /> : null}
      {actions.problem ? <Notice tone="bad" {...actions.problem} /> : null}
      <output className={css.status}>
        {actions.deleted ? (
          <>
            <span>{actions.deleted.words}</span>
            <Button small icon="undo" onClick={actions.undo}>
              Undo
            </Button>
          </>
        ) : null}
      </output>
      {shown.length === 0 ? (
        <p className={css.empty}>{emptyText(library, searched)}</p>
      ) : (
        <WindowedList name="Sessions" rows={lines} onWidth={(widthPx) => setLayout(layoutOf(widthPx))}>
          {draw}
        </WindowedList>
      )}
      <div className={css.foot}>
        <Held library={library} />
        <Transfer entries={shown} />
      </div>
    </Dialog>
  )
}
