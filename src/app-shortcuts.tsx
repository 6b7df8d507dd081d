import css from './app-shortcuts.module.css'
import { Dialog } from './ui/dialog.tsx'

const COMMAND = /mac|iphone|ipad/i.test(navigator.platform) ? '⌘' : 'Ctrl'

const SHORTCUTS: readonly (readonly [title: string, keys: readonly (readonly [keys: string, what: string])[]])[] = [
  [
    'Work',
    [
      ['1 … 4', 'choose a spin'],
      [`${COMMAND} Enter`, 'generate the preview'],
      [`${COMMAND} Z`, 'undo, one gesture at a time'],
      [`${COMMAND} Shift Z`, 'redo'],
      ['Esc', 'take back the drag under way, or the text in a field'],
      ['?', 'this sheet'],
    ],
  ],
  [
    'Numbers and handles',
    [
      ['← → ↑ ↓', 'one step: 1 % of a size, 0.01 of the pivot'],
      ['Shift with an arrow', 'ten steps'],
      ['Page up, Page down', 'the third axis of the free handle'],
      ['Alt while dragging', 'pass by the snap points'],
      ['12 cm, 3 ft, 0,5', 'a field takes any unit, and a comma'],
    ],
  ],
  [
    'Stage',
    [
      ['F R T Q', 'front, right, top, three-quarter view'],
      ['A', 'frame all'],
      ['arrows', 'turn the view, with the stage in focus'],
      ['Shift with an arrow', 'pan'],
      ['+ and -', 'zoom'],
      ['Shift while dragging a spin', 'turn all spins together'],
    ],
  ],
]

/** Every key there is, in one sheet. */
export const Shortcuts = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <div className={css.sheet}>
      {SHORTCUTS.map(([title, keys]) => (
        <section key={title}>
          <h3 className={css.title}>{title}</h3>
          <dl className={css.list}>
            {keys.map(([key, what]) => (
              <div key={key} className={css.row}>
                <dt>
                  <kbd className={css.key}>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  </Dialog>
)
