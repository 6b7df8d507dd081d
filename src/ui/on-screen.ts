import { useEffect, useState } from 'react'

/** Whether an element is inside the window, so that nothing moves where nobody sees it. */
export function useOnScreen(element: Element): boolean {
  const [onScreen, setOnScreen] = useState(true)
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setOnScreen(entries.at(-1)?.isIntersecting ?? true))
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return onScreen
}
