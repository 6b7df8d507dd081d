import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { JobNews } from '../../src/app/job-news.tsx'
import type { SessionJob } from '../../src/jobs/job.ts'
import { usualMs } from '../../src/jobs/past-times.ts'
import { rememberSessionName } from '../../src/session/session-names.ts'
import { UpstreamBadge } from '../../src/session/upstream-badge.tsx'
import { sentJob } from '../fixtures/sent-job.ts'
import { sendData, serve, sessionWith, show } from '../fixtures/served-page.tsx'

const before = sessionWith({ updated_at: '1' })
const running = sessionWith({ status: 'training_preview', updated_at: '2', percentage: 43 })
const at = Date.now() - 30_000
const open = sentJob('j1', before, {}, at, { is: 'running', confirmed: true })
const done = sentJob('j1', before, {}, at, {
  is: 'done',
  afterMs: 30_000,
  endedAtMs: at + 30_000,
  taken: true,
  code: null,
  mark: null,
})

/** What the browser says of notifications, and those that were shown. */
function stubNotifications(permission: NotificationPermission, answer = permission) {
  const shown: string[] = []
  class FakeNotification extends EventTarget {
    static permission = permission
    static requestPermission = vi.fn<() => Promise<NotificationPermission>>(
      async () => (FakeNotification.permission = answer),
    )
    constructor(title: string, { body }: NotificationOptions) {
      super()
      shown.push(`${title}: ${body}`)
    }
  }
  vi.stubGlobal('Notification', FakeNotification)
  return { shown, asked: FakeNotification.requestPermission }
}

const look = (hidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)
  document.dispatchEvent(new Event('visibilitychange'))
}

const pageWith = (one: SessionJob) => (
  <>
    <UpstreamBadge code="S_1" />
    <JobNews code="S_1" job={one} session={running} />
  </>
)

async function news(job: SessionJob) {
  await serve((_request, response) => sendData(response, { upstream: 'csm', host: 'api.csm.ai' }))
  rememberSessionName('S_1', 'duck')
  const page = show(pageWith(job))
  await screen.findByText('CSM')
  return { becomes: (next: SessionJob) => page.rerender(pageWith(next)) }
}

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('isSecureContext', true)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a job while the artist looks elsewhere', () => {
  it('shows how far it is in the tab’s title, then its end until the artist has come back', async () => {
    stubNotifications('default')
    const { becomes } = await news(open)
    await waitFor(() => expect(document.title).toBe('43 % · duck · Plinth'))
    look(true)
    becomes(done)
    await waitFor(() => expect(document.title).toBe('Mesh ready · duck · Plinth'))
    look(false)
    await waitFor(() => expect(document.title).toBe('duck · Plinth'))
  })

  it('remembers how long it took, for the estimates of the next', async () => {
    const { becomes } = await news(open)
    await waitFor(() => expect(document.title).toContain('43 %'))
    becomes(done)
    await waitFor(() => expect(usualMs({ upstream: 'api.csm.ai', kind: 'preview' })).toBe(30_000))
  })

  it('says nothing of a job that had ended before', async () => {
    look(true)
    await news(done)
    await waitFor(() => expect(document.title).toBe('duck · Plinth'))
  })
})

describe('a notification', () => {
  it('comes when the artist wanted it and looks elsewhere; the browser is asked for its leave at that click alone', async () => {
    const { shown, asked } = stubNotifications('default', 'granted')
    const { becomes } = await news(open)
    const toggle = screen.getByRole('switch', { name: 'Notify me when it is ready' })
    expect(asked).not.toHaveBeenCalled()
    await userEvent.click(toggle)
    expect(toggle.getAttribute('aria-checked')).toBe('true')
    look(true)
    becomes(done)
    await waitFor(() => expect(shown).toEqual(['Mesh ready: duck']))
    expect(screen.queryByRole('switch')).toBeNull()
  })

  it('is neither shown nor promised where the artist or the browser denies it, and the page says why', async () => {
    const { asked } = stubNotifications('default', 'denied')
    await news(open)
    await userEvent.click(screen.getByRole('switch'))
    await screen.findByText('The browser’s settings block notifications of this page.')
    expect(asked).toHaveBeenCalledOnce()
    expect(screen.queryByRole('switch')).toBeNull()
  })

  it('needs a secure context, and the page says so', async () => {
    vi.stubGlobal('isSecureContext', false)
    await news(open)
    expect(screen.getByText('Notifications need HTTPS, or Plinth on this computer itself.')).toBeTruthy()
  })
})
