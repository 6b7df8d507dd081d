import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import css from './shortcuts.module.css'
import { NOTICES_FILE } from '../contract/paths.ts'
import { Dialog } from '../ui/dialog.tsx'
import { KEY_NAMES } from '../ui/key-names.ts'

const SHORTCUTS: readonly (readonly [title: string, keys: readonly (readonly [keys: string, what: string])[]])[] = [
  [
    'Work',
    [
      ['1 … 4', 'choose a spin'],
      [`${KEY_NAMES.command} Enter`, 'generate the preview'],
      [`${KEY_NAMES.command} Z`, 'undo, one gesture at a time'],
      [`${KEY_NAMES.command} ${KEY_NAMES.shift} Z`, 'redo'],
      ['Esc', 'cancel a drag or the text in a field; close a dialog; leave the presentation'],
      ['← → while presenting', 'previous or next mesh, or spin while there is no mesh'],
      [`${KEY_NAMES.command} V`, 'make spins from a copied picture'],
      ['← →, Home, End in a toolbar', 'the tool to the left or right, the first, the last'],
      ['?', 'these keys'],
    ],
  ],
  [
    'Numbers and handles',
    [
      ['← → ↑ ↓', 'one step: 1 % of a size by its field or face, a little over 2 % by its slider, 0.01 of the pivot'],
      [`${KEY_NAMES.shift} with an arrow`, 'ten steps'],
      ['Home, End', 'the ends of a slider'],
      ['Page up, Page down', 'ten steps of a slider; the third axis of the free handle'],
      ['12 cm, 3 ft, 0,5', 'a field takes any unit, and a comma'],
    ],
  ],
  [
    'Stage',
    [
      ['F R T Q', 'front, right, top, three-quarter view'],
      ['A', 'frame all'],
      ['B', 'hide or show the box and its dimensions'],
      ['arrows', 'turn the view, with the stage in focus'],
      [`${KEY_NAMES.shift} with an arrow`, 'pan'],
      ['+ and -', 'zoom'],
    ],
  ],
  [
    'Cut-out',
    [
      ['Enter', 'make spins'],
      ['K, E', 'the brush keeps, or erases'],
      ['[ and ]', 'thinner or thicker brush'],
      [`${KEY_NAMES.alt} while painting`, 'mark exactly what is under the brush'],
      ['+, -, 0', 'zoom in or out; the whole picture'],
      ['Space with a drag', 'move the picture'],
      ['arrows, Space', 'lead the brush over the picture, and paint while held down'],
      [`${KEY_NAMES.command} Z`, 'undo a stroke'],
      ['Esc', 'leave without sending'],
    ],
  ],
  [
    'Mouse and touch',
    [
      ['Drag across a spin', `turn it; with ${KEY_NAMES.shift}, turn all of them`],
      ['Double click a spin', 'see it large'],
      ['Drag an arrow', 'move the pivot along one axis; by a square along two, by the middle freely'],
      ['Drag past a dot', `the pivot snaps to it, but not with ${KEY_NAMES.alt}; a click moves it there`],
      ['Drag a face', 'resize the box'],
      ['Drag the stage', `turn the view; with ${KEY_NAMES.shift}, the right button or two fingers pan`],
      ['Wheel, pinch', 'zoom'],
      ['Paint over a picture', 'correct its cut-out; two fingers move and zoom it'],
      ['Drop files', 'make spins of a picture, or of each of several or a folder; look at a mesh'],
    ],
  ],
]

async function fetchNotices(): Promise<string> {
  const answer = await fetch(`/${NOTICES_FILE}`)
  if (!answer.ok) throw new Error(`${NOTICES_FILE} answered ${answer.status}.`)
  return answer.text()
}

/** What comes along, and under which terms; read only once it is unfolded. */
function About() {
  const [open, setOpen] = useState(false)
  const { data, isError } = useQuery({
    queryKey: ['notices'],
    queryFn: fetchNotices,
    staleTime: Infinity,
    enabled: open,
  })
  return (
    <details className={css.about} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>About Plinth</summary>
      <p>
        Plinth is free software under the MIT License. The local engine cuts pictures out with the learned model U²-Net
        (u2netp, Apache License 2.0) beside a method of its own. What else comes along, and all the licences:
      </p>
      <textarea
        readOnly
        rows={14}
        aria-label="Licences"
        value={
          data ??
          (isError ? `The licences could not be fetched. They lie in ${NOTICES_FILE} beside the page.` : 'Loading…')
        }
      />
    </details>
  )
}

/** Every key and gesture, in one dialog. */
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
    <About />
  </Dialog>
)
