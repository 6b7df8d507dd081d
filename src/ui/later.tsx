import { Component, Suspense, useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import css from './notice.module.css'

interface LaterProps {
  readonly children: ReactNode
  /** In its place until it is there. */
  readonly meanwhile?: ReactNode
}

/** Rejects where the page cannot be had, so that no reload leads away from what is there. */
async function reload(): Promise<void> {
  const { ok } = await fetch(location.href, { cache: 'no-store' })
  if (!ok) throw new Error('The page cannot be had.')
  location.reload()
}

/** One line, since it may stand in a toolbar. Browsers try a file that failed once, until a reload. */
function NotLoaded() {
  const [tries, setTries] = useState<'none' | 'trying' | 'failed'>('none')
  const again = () => {
    setTries('trying')
    reload().catch(() => setTries('failed'))
  }
  return (
    <output className={`${css.notice} ${css.warn} ${css.line}`}>
      <span className={css.what}>
        {tries === 'failed' ? 'It still cannot be loaded.' : 'This part could not be loaded.'}
      </span>
      <Button aria-disabled={tries === 'trying'} title="Reloads the page" onClick={again}>
        Try again
      </Button>
    </output>
  )
}

/** A part of the page that is fetched when it is needed. Where it cannot be had, it says so, and the rest of the page stays. */
export class Later extends Component<LaterProps, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    return this.state.failed ? (
      <NotLoaded />
    ) : (
      <Suspense fallback={this.props.meanwhile}>{this.props.children}</Suspense>
    )
  }
}
