import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { takeUpLeftLink } from './app/left-link.ts'
import { App } from './app/app.tsx'
import { followSeenCutOuts } from './session/seen-cut-outs.ts'
import { followSessionNames } from './session/session-names.ts'
import './ui/base.css'

takeUpLeftLink()
void followSessionNames()
followSeenCutOuts()

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root')

// Local work changes only by this page's doing, and a session under way is polled: coming back to the tab needs no more.
const client = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } })

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)

/** By then the page is drawn and at work. Workers and what is kept for later cost it nothing before. */
const AT_REST_MS = 4000

/** The development server has no worker, which would keep what is being changed. */
if (import.meta.env.PROD)
  window.addEventListener('load', () =>
    setTimeout(
      () => void import('./offline/register.ts').then(({ register }) => register(client)).catch(() => {}),
      AT_REST_MS,
    ),
  )
