import { Popover as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import css from './popover.module.css'

export interface PopoverProps {
  readonly name: string
  readonly title?: string
  readonly children: ReactNode
}

/** A button that lays a small sheet beside itself; the page behind goes on working. */
export const Popover = ({ name, title, children }: PopoverProps) => (
  <Primitive.Root>
    <Primitive.Trigger asChild>
      <Button look="quiet" title={title}>
        {name}
        <span className={css.more} aria-hidden="true" />
      </Button>
    </Primitive.Trigger>
    <Primitive.Portal>
      <Primitive.Content className={css.sheet} align="end" sideOffset={6} collisionPadding={8} aria-label={name}>
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  </Primitive.Root>
)
