import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from 'react'
import { Button } from './button.tsx'
import css from './dialog.module.css'

export interface DialogProps {
  readonly title: string
  /** As wide and high as the page allows; what scrolls is up to its content. */
  readonly wide?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Whether a pointer event hit the backdrop, which counts as the dialog element although it lies around its box. */
function hitBackdrop({ target, currentTarget, clientX, clientY }: MouseEvent): boolean {
  if (target !== currentTarget) return false
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect()
  return clientX < left || clientX >= right || clientY < top || clientY >= bottom
}

/**
 * A modal dialog, open for as long as it is rendered. The browser's own `<dialog>` keeps the focus inside, gives it
 * back and handles Escape. It also closes when a press begins and ends on the backdrop: a text selection that is
 * dragged out of the box leaves it open.
 */
export function Dialog({ title, wide = false, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const pressedBackdrop = useRef(false)
  const titleId = useId()
  useEffect(() => {
    const shown = element.current
    const before = document.activeElement
    shown?.showModal()
    return () => {
      shown?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the backdrop is no element of its own, and the keys pass through here; everything can be done by Close and Escape as well
    <dialog
      ref={element}
      className={css.dialog}
      data-wide={wide || undefined}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => void (pressedBackdrop.current = hitBackdrop(event))}
      // A click happens wherever press and release have a common ancestor, so it alone does not tell where the press
      // began.
      onClick={(event) => pressedBackdrop.current && hitBackdrop(event) && onClose()}
      // The page's own keys must not act behind an open dialog.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className={css.sheet}>
        <div className={css.head}>
          <h2 id={titleId}>{title}</h2>
          <Button look="quiet" icon="close" onClick={onClose}>
            Close
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
