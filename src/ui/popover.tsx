import { Popover as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import css from './popover.module.css'
import { ToolButton } from './toolbar.tsx'

export interface PopoverProps {
  readonly name: string
  readonly title?: string
  readonly children: ReactNode
}

/** A button of a `Toolbar` that opens a small sheet beside itself; the page behind stays usable. */
export const Popover = ({ name, title, children }: PopoverProps) => (
  <Primitive.Root>
    <Primitive.Trigger asChild>
      <ToolButton title={title}>
        {name}
        <span className={css.more} aria-hidden="true" />
      </ToolButton>
    </Primitive.Trigger>
    <Primitive.Portal>
      <Primitive.Content className={css.sheet} align="end" sideOffset={6} collisionPadding={8} aria-label={name}>
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  </Primitive.Root>
)
