// oxlint-disable-next-line import/no-unassigned-import -- it works as it is run, which has to be first
import './app/first-questions.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { findKept } from './app/results.ts'
import { pageRunner } from './jobs/page-runner.ts'
import { codeInAddress } from './session/code-or-link.ts'
import { hearEarly } from './session/early-session.ts'
import { holdMotion } from './session/motion.ts'
import { followSeenCutOuts } from './session/seen-cut-outs.ts'
import { followSessionNames } from './session/session-names.ts'
import './ui/base.css'

// What is kept is read while the page waits for its first answers.
const jobs = pageRunner().load()
void followSessionNames()
followSeenCutOuts()
holdMotion()

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root')

// Local work changes only by this page's doing, and a session under way is polled: coming back to the tab needs no more.
const client = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } })

const page = createRoot(root)

// At once: in slices, each of which waits for a frame of a page that is still empty, it takes a third longer.
const draw = () =>
  page.render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )

/** The page is drawn once with all that it shows, where that is known so soon, and else at first with what it waits for. */
const FIRST_FACTS_WITHIN_MS = 1000

const { code } = codeInAddress(location.search)
void Promise.race([
  Promise.allSettled([hearEarly(client, code), jobs, findKept(client, code)]),
  new Promise((resolve) => setTimeout(resolve, FIRST_FACTS_WITHIN_MS)),
]).then(draw)

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
