import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { readSession, type Session } from '../../src/contract/session.ts'
import type { SessionJob, State } from '../../src/jobs/job.ts'
import { SLOW_AFTER_MS, step } from '../../src/jobs/step.ts'
import { JobCard, elapsed } from '../../src/jobs/job-card.tsx'
import { DONE, sentJob } from '../fixtures/sent-job.ts'

afterEach(cleanup)

const session = (fields: Record<string, unknown> = {}): Session => {
  const read = readSession({
    session_code: 'S_1',
    status: 'spin_generate_done',
    updated_at: '1',
    spins: ['https://x.test/0'],
    ...fields,
  })
  if (!read) throw new Error('not a session')
  return read
}

const since = (ms: number, state?: State) =>
  sentJob('j1', session(), { selected_spin_index: 0 }, Date.now() - ms, state)

/** The card of a job of which its session was heard, and the buttons that were pressed on it. */
function show(job: SessionJob, now: Session = session(), usual: number | null = null, of: string | null = null) {
  const pressed: string[] = []
  render(
    <JobCard
      job={step(job, { is: 'heard', session: now }, Date.now())}
      session={now}
      usualMs={usual}
      of={of}
      onAgain={() => pressed.push('again')}
      onLeave={() => pressed.push('leave')}
    />,
  )
  return pressed
}

describe('the card of a job', () => {
  it('shows the session’s message, its percentage and the time that has passed', () => {
    show(
      since(65_000),
      session({ status: 'training_preview', updated_at: '2', percentage: 40, message: 'Generating Mesh' }),
    )
    expect(screen.getByRole('status').textContent).toBe('Building mesh…')
    expect(screen.getByText('40 % · 1:05')).toBeTruthy()
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40')
  })

  it('names the mesh that it speaks of where that is not the one in sight', () => {
    show(since(3000, DONE), session(), null, 'Spin 1 · Round')
    expect(screen.getByRole('status').textContent).toBe('Spin 1 · Round: Mesh ready after 0:00.')
    cleanup()
    show(since(3000, DONE))
    expect(screen.getByRole('status').textContent).toBe('Mesh ready after 0:00.')
  })

  it('estimates the percentage by how long such jobs take where the session has none, and says so', () => {
    show(since(65_000), session({ status: 'training_preview', updated_at: '2' }), 130_000)
    expect(screen.getByText('about 50 % · 1:05')).toBeTruthy()
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('about 50 %')
  })

  it('counts nothing for a job that is dated in the future', () => {
    show(since(-86_400_000), session({ status: 'training_preview', updated_at: '2' }))
    expect(screen.getByText('0:00')).toBeTruthy()
  })

  it.each([
    [{ status: 'unprocessed' }],
    [{ status: 'training_preview' }],
    [{ status: 'training_preview', message: 'training_preview' }],
    [{ status: 'in_progress', message: 'queued' }],
    [{ status: 'preview_failed' }],
    [{ status: 'preview_failed', message: 'preview_failed' }],
  ])('keeps the words of the wire from the artist: %j', (fields) => {
    show(since(5000), session({ updated_at: '2', ...fields }))
    const seen = document.body.textContent
    expect(seen).toMatch(/Building mesh…|The API gave no reason\./)
    for (const word of Object.values(fields).flatMap((wire) => [wire, wire.replaceAll('_', ' ')]))
      expect(seen).not.toContain(word)
  })

  it('shows no percentage where there is none', () => {
    show(since(1000, { is: 'sending', sinceMs: 0, by: '' }))
    expect(screen.getByRole('progressbar', { name: 'Sending the request' }).hasAttribute('aria-valuenow')).toBe(false)
  })

  it('offers to stop following what takes longer than usual, and not before', async () => {
    const going = session({ status: 'training_preview', updated_at: '2' })
    show(since(SLOW_AFTER_MS - 60_000), going)
    expect(screen.queryByRole('button')).toBeNull()
    cleanup()
    const pressed = show(since(SLOW_AFTER_MS + 1000), going)
    await userEvent.click(screen.getByRole('button', { name: 'Stop following' }))
    expect(pressed).toEqual(['leave'])
  })

  it('says that a broken request may have arrived, and leaves sending it again to the artist', async () => {
    const pressed = show(
      since(5000, { is: 'unconfirmed', reason: 'The connection broke.', told: false, ended: true, maybe: [] }),
    )
    expect(screen.getByText('Sent, but not confirmed. The connection broke.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }))
    await userEvent.click(screen.getByRole('button', { name: 'Stop checking' }))
    expect(pressed).toEqual(['again', 'leave'])
  })

  it('shows the reason of a failure as plain text, the session code to copy, and a way to try again', async () => {
    const pressed = show(
      since(5000),
      session({ status: 'preview_failed', updated_at: '2', message: '<b>Out of clay.</b>' }),
    )
    expect(screen.getByRole('alert').textContent).toContain('No mesh came back. <b>Out of clay.</b>')
    expect(screen.getByText('S_1')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(pressed).toEqual(['again'])
  })

  it('puts what others need to find the fault into the clipboard, the words of the wire among it', async () => {
    const user = userEvent.setup()
    const job = {
      ...since(5000),
      request: {
        selected_spin_index: 2,
        selected_spin: 'https://x.test/2?Signature=secret',
        scaled_bbox: [-1, 0.2, -1] as const,
      },
    }
    show(job, session({ status: 'preview_failed', updated_at: '2', message: 'Out of clay.' }))
    await user.click(screen.getByRole('button', { name: 'Copy the report' }))
    const report = await navigator.clipboard.readText()
    expect(report.split('\n')).toEqual([
      'Session: S_1',
      'Status: preview_failed',
      'Message: Out of clay.',
      'Reason: Out of clay.',
      'Request id: j1',
      `Sent: ${new Date(job.startedAtMs).toISOString()}`,
      expect.stringMatching(/^Reported: \d{4}-/),
      'Request: {"selected_spin_index":2,"selected_spin":"https://x.test/2","scaled_bbox":[-1,0.2,-1]}',
    ])
  })

  it('counts minutes and seconds', () => {
    expect([0, 9_999, 60_000, 3_661_000].map(elapsed)).toEqual(['0:00', '0:09', '1:00', '61:01'])
  })
})
