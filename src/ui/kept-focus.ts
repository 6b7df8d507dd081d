import { useEffect, useEffectEvent } from 'react'

/** How many places back the focus may return. */
const TRAIL_LENGTH = 12

/**
 * When the element that has the focus is taken out of the page, as a button is that its own press does away with,
 * browsers let the focus fall to the page's start. Here it returns to where it was last, else to `home`. A press beside
 * everything lets go of the focus for good.
 */
export function useKeptFocus(home: () => HTMLElement | null): void {
  const homeNow = useEffectEvent(home)
  useEffect(() => {
    let trail: readonly HTMLElement[] = []
    const follow = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement)
        trail = [target, ...trail.filter((element) => element !== target)].slice(0, TRAIL_LENGTH)
    }
    // A press has moved the focus by then, a finger's too, and has not clicked yet.
    const letGo = () => {
      if (document.activeElement === document.body) trail = []
    }
    const mend = () => {
      if (trail[0]?.isConnected !== false || document.activeElement !== document.body) return
      trail = trail.filter((element) => element.isConnected)
      for (const element of [...trail, homeNow()]) {
        // Without an effect on one that is hidden or disabled.
        element?.focus({ preventScroll: true })
        if (element && document.activeElement === element) return
      }
    }
    const watch = new MutationObserver(mend)
    watch.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', follow)
    document.addEventListener('mouseup', letGo, true)
    return () => {
      watch.disconnect()
      document.removeEventListener('focusin', follow)
      document.removeEventListener('mouseup', letGo, true)
    }
  }, [])
}
