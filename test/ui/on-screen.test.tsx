import { act, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useOnScreen } from '../../src/ui/on-screen.ts'

afterEach(() => vi.unstubAllGlobals())

const watched = document.createElement('canvas')
const Seen = () => <p>{useOnScreen(watched) ? 'on screen' : 'out of sight'}</p>

it('tells when an element is scrolled out of the window and back, and watches it no longer than it is shown', () => {
  const watching: ((isIntersecting: boolean) => void)[] = []
  const tell = (isIntersecting: boolean) => watching.forEach((one) => one(isIntersecting))
  const [observe, disconnect] = [vi.fn<(element: Element) => void>(), vi.fn<() => void>()]
  class Observer {
    constructor(callback: (entries: readonly { readonly isIntersecting: boolean }[]) => void) {
      watching.push((isIntersecting) => callback([{ isIntersecting: !isIntersecting }, { isIntersecting }]))
    }
    observe = observe
    disconnect = disconnect
  }
  vi.stubGlobal('IntersectionObserver', Observer)
  const { unmount } = render(<Seen />)
  expect(screen.getByText('on screen')).toBeTruthy()
  expect(observe).toHaveBeenCalledExactlyOnceWith(watched)
  act(() => tell(false))
  expect(screen.getByText('out of sight')).toBeTruthy()
  act(() => tell(true))
  expect(screen.getByText('on screen')).toBeTruthy()
  unmount()
  expect(disconnect).toHaveBeenCalledOnce()
})
