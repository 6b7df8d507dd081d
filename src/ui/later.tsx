import { Component, Suspense, type ReactNode } from 'react'
import { Notice } from './notice.tsx'

interface LaterProps {
  readonly children: ReactNode
}

/** A part of the page that is fetched when it is needed. Where it cannot be had, it says so, and the rest of the page stays. */
export class Later extends Component<LaterProps, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return <Suspense>{this.props.children}</Suspense>
    return (
      <Notice
        tone="warn"
        what="A part of the page could not be loaded."
        next="The rest works. Reload the page once you are connected."
      />
    )
  }
}
