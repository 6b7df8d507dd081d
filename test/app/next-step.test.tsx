import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { useBroughtIntoView, useWaited } from '../../src/app/next-step.ts'

afterEach(() => {
  cleanup()
  document.body.replaceChildren()
})

/** A page with a dock and a field, and how often the dock was scrolled to. */
function renderDock(start: { busy: boolean; version: string | null }, top = window.innerHeight) {
  const dock = document.createElement('div')
  const field = document.createElement('input')
  document.body.append(dock, field)
  let scrolled = 0
  dock.getBoundingClientRect = () => new DOMRect(0, top, 100, 100)
  dock.scrollIntoView = () => void scrolled++
  const { rerender } = renderHook(
    ({ busy, version }) => useBroughtIntoView({ current: dock }, busy, version, useWaited(busy)),
    { initialProps: start },
  )
  return { rerender, field, scrolled: () => scrolled }
}

it('a mesh that was waited for is brought into view once', () => {
  const { rerender, scrolled } = renderDock({ busy: false, version: null })
  rerender({ busy: true, version: null })
  // The job has ended before its mesh is known.
  rerender({ busy: false, version: null })
  expect(scrolled()).toBe(0)
  rerender({ busy: false, version: 'job 1' })
  expect(scrolled()).toBe(1)
  rerender({ busy: false, version: 'job 0' })
  expect(scrolled(), 'an older one that is looked at again').toBe(1)
})

it('a mesh that the page is opened with leaves the page where it is', () => {
  const { rerender, scrolled } = renderDock({ busy: false, version: null })
  rerender({ busy: false, version: 'job 1' })
  expect(scrolled()).toBe(0)
})

it('nothing moves under whoever is editing', () => {
  const { rerender, field, scrolled } = renderDock({ busy: true, version: null })
  field.focus()
  rerender({ busy: false, version: 'job 1' })
  expect([scrolled(), document.activeElement === field]).toEqual([0, true])
})

it('a dock that is in sight stays where it is', () => {
  const { rerender, scrolled } = renderDock({ busy: true, version: null }, 0)
  rerender({ busy: false, version: 'job 1' })
  expect(scrolled()).toBe(0)
})
