import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { newJob, type State } from '../../src/jobs/job.ts'
import { QueueList } from '../../src/jobs/queue-list.tsx'

afterEach(cleanup)

const waiting = (id: string, spin: number, state: State = { is: 'queued', held: null }) => ({
  ...newJob(id, { kind: 'preview', sessionCode: 'S', request: { selected_spin_index: spin } } as const, 0),
  state,
})

it('what waits can go sooner and be taken out, and what is held says why and can be sent', async () => {
  const pressed: string[] = []
  const note = (what: string) => (id: string) => void pressed.push(`${what} ${id}`)
  const held = waiting('c', 3, { is: 'queued', held: { reason: 'You are offline.', until: 'online' } })
  render(
    <QueueList
      queue={[waiting('a', 1), waiting('b', 2), held]}
      onSooner={note('sooner')}
      onRemove={note('remove')}
      onSend={note('send')}
    />,
  )
  const items = within(screen.getByRole('region', { name: '3 requests wait' })).getAllByRole('listitem')
  expect(items.map((item) => item.textContent)).toEqual([
    expect.stringMatching(/^Spin 2/),
    expect.stringMatching(/^Spin 3/),
    expect.stringMatching(/^Spin 4You are offline\./),
  ])
  expect(screen.queryByRole('button', { name: 'Move Spin 2 up' }), 'it is the first').toBeNull()
  for (const name of ['Move Spin 3 up', 'Remove Spin 2 from the queue', 'Send now'])
    await userEvent.click(screen.getByRole('button', { name }))
  expect(pressed).toEqual(['sooner b', 'remove a', 'send c'])
})
