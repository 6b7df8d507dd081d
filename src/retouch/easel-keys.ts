import type { Store } from '../ui/store.ts'
import { stepped, type Brush } from './brush.ts'
import type { Desk } from './desk.ts'
import type { Place } from './place.ts'

const ZOOM_STEP = 1.5

export interface EaselKeysOptions {
  readonly desk: Desk
  readonly place: Place
  readonly brush: Store<Brush>
  readonly onLeave: () => void
}

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** What a key does anywhere in the editor. Returns whether it did something. */
export function actByKey(event: Key, { desk, place, brush, onLeave }: EaselKeysOptions): boolean {
  const key = event.key.toLowerCase()
  const command = event.ctrlKey || event.metaKey
  const { canUndo, canRedo } = desk.state.get().standing
  const set = (next: Brush) => brush.set(next)
  if (command) {
    if (event.altKey || (key !== 'z' && key !== 'y')) return false
    const again = event.shiftKey || key === 'y'
    if (again && canRedo) desk.redo()
    if (!again && canUndo) desk.undo()
    return true
  }
  if (key === 'escape') onLeave()
  else if (key === 'k') set({ ...brush.get(), mode: 'keep' })
  else if (key === 'e') set({ ...brush.get(), mode: 'erase' })
  else if (key === '[') set(stepped(brush.get(), -1))
  else if (key === ']') set(stepped(brush.get(), 1))
  else if (key === '+' || key === '=') place.zoom(ZOOM_STEP)
  else if (key === '-') place.zoom(1 / ZOOM_STEP)
  else if (key === '0') place.fit()
  else return false
  return true
}
