import { useEffect, useId, useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import css from './dialog.module.css'

export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * A sheet over the page: the browser's own, which keeps the focus inside, gives it back, and closes on Escape. It is open for as long as it
 * is rendered; a click beside it closes it too.
 */
export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
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
    <dialog
      ref={element}
      className={css.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === element.current && onClose()}
      // The page's own keys rest while a sheet lies over it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className={css.sheet}>
        <div className={css.head}>
          <h2 id={titleId}>{title}</h2>
          <Button look="quiet" onClick={onClose}>
            Close
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
