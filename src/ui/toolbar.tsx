import { Toolbar as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import css from './segments.module.css'
import type { SegmentsProps } from './segments.tsx'

export interface ToolbarProps {
  readonly name: string
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** Tools for one thing, and one Tab stop: the arrow keys, Home and End move among them. */
export const Toolbar = ({ name, className, children }: ToolbarProps) => (
  <Primitive.Root aria-label={name} className={className}>
    {children}
  </Primitive.Root>
)

/** A button inside a `Toolbar`. */
export const ToolButton = ({ children, icon, ...rest }: Omit<ButtonProps, 'look' | 'small'>) => (
  <Primitive.Button asChild {...rest}>
    <Button look="quiet" small icon={icon}>
      {children}
    </Button>
  </Primitive.Button>
)

/**
 * `Segments` inside a `Toolbar`. Arrow keys belong to the toolbar, so they only move the focus: Space or Enter selects
 * (WAI-ARIA Authoring Practices, toolbar pattern).
 */
export const ToolSegments = <T extends string>({ name, value, options, onChange }: SegmentsProps<T>) => (
  <Primitive.ToggleGroup
    type="single"
    aria-label={name}
    className={css.segments}
    value={value}
    // Radix reports an empty value when the selected segment is pressed again; one segment is always selected here.
    onValueChange={(next) => next && onChange(next as T)}
  >
    {options.map((option) => (
      <Primitive.ToggleItem
        key={option.value}
        className={css.segment}
        value={option.value}
        title={option.title}
        disabled={option.disabled ?? false}
      >
        {option.name}
      </Primitive.ToggleItem>
    ))}
  </Primitive.ToggleGroup>
)
