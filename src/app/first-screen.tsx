import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderToString } from 'react-dom/server'
import { App } from './app.tsx'

/**
 * Styles in attributes are against the page's policy, what is chosen before the page is at work would be lost, and pictures would come before the
 * page's own script.
 */
const LEFT_OUT = / style="[^"]*"|<input[^>]* type="file"[^>]*>|<link[^>]*>|<img src="\/samples[^>]*>|<use[^>]*><\/use>/g

/** The page as it is before anything is known of its session, as HTML that nothing can be done with yet. */
export function firstScreen(): string {
  const page = renderToString(
    <QueryClientProvider client={new QueryClient()}>
      <App />
    </QueryClientProvider>,
  )
  // Nothing is chosen yet.
  const unchosen = page.replaceAll(LEFT_OUT, '').replaceAll('aria-pressed="true"', 'aria-pressed="false"')
  return `<div data-first inert>${unchosen}</div>`
}
