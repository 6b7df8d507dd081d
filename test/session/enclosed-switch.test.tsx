import { useQuery } from '@tanstack/react-query'
import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { EnclosedSwitch } from '../../src/session/enclosed-switch.tsx'
import { sessionQuery } from '../../src/session/queries.ts'
import { sendData, sendError, serve, sessionFields, sessionWith, show } from '../fixtures/served-page.tsx'

const areas = (fields: Record<string, unknown>) => ({
  enclosed_areas: { choice: 'auto', found: 'filled', made: 'filled', mesh_is_older: false, ...fields },
})

function showSwitch(fields: Record<string, unknown>, busy = false) {
  const session = sessionWith(areas(fields))
  if (!session.enclosed) throw new Error('There is nothing to choose.')
  show(<EnclosedSwitch session={session} enclosed={session.enclosed} busy={busy} />)
}

/** The switch over its session as the page keeps it, with the choice that is kept. */
function KeptSwitch() {
  const { data: session } = useQuery(sessionQuery('S_1'))
  if (!session?.enclosed) return null
  return (
    <>
      <EnclosedSwitch session={session} enclosed={session.enclosed} busy={false} />
      <output>{session.enclosed.choice}</output>
    </>
  )
}

const pressed = () => screen.getByRole('radio', { checked: true }).textContent
const names = () => screen.getAllByRole('radio').map(({ textContent }) => textContent)

describe('the switch for enclosed areas', () => {
  it('shows what is in force, asks for the other on a click, and goes back when that fails', async () => {
    const sent: string[] = []
    const fail = { now: false }
    await serve((request, response) => {
      sent.push(`${request.url} ${request.body}`)
      if (fail.now) sendError(response, 507, 'storage', 'The disk is full.')
      else sendData(response, sessionFields(areas({ choice: 'open' })))
    })
    showSwitch({})
    expect([names(), pressed()]).toEqual([['Filled', 'Open'], 'Filled'])
    await userEvent.click(screen.getByRole('radio', { name: 'Open' }))
    await waitFor(() => expect(sent).toEqual(['/api/plinth/sessions/S_1/enclosed-areas {"enclosed_areas":"open"}']))
    fail.now = true
    await userEvent.click(screen.getByRole('radio', { name: 'Open' }))
    await screen.findByText(/disk/)
    expect(pressed()).toBe('Filled')
  })

  it('sends one choice after the other, and shows what was answered last', async () => {
    const events: string[] = []
    let release: (() => void) | undefined
    await serve((request, response) => {
      if (request.method === 'GET') return sendData(response, sessionFields(areas({})))
      const choice = /open|filled/.exec(request.body)?.[0] ?? ''
      events.push(`${choice} arrives`)
      release = () => {
        events.push(`${choice} is done`)
        sendData(response, sessionFields(areas({ choice })))
      }
    })
    show(<KeptSwitch />)
    await userEvent.click(await screen.findByRole('radio', { name: 'Open' }))
    await waitFor(() => expect(events).toEqual(['open arrives']))
    await userEvent.click(screen.getByRole('radio', { name: 'Filled' }))
    await userEvent.click(screen.getByRole('radio', { name: 'Open' }))
    for (const count of [3, 5]) {
      release?.()
      await waitFor(() => expect(events).toHaveLength(count))
    }
    release?.()
    expect(events.map((event) => event.split(' ')[0])).toEqual(['open', 'open', 'filled', 'filled', 'open', 'open'])
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('open'))
    expect(pressed()).toBe('Open')
  })

  it('takes an arrow key, however soon it is released', async () => {
    const sent: string[] = []
    await serve((request, response) => {
      sent.push(request.body)
      sendData(response, sessionFields(areas({ choice: 'open' })))
    })
    showSwitch({})
    act(() => screen.getByRole('radio', { checked: true }).focus())
    await userEvent.keyboard('{ArrowRight}')
    expect(document.activeElement?.textContent, 'at once: later, it would take the focus from something else').toBe(
      'Open',
    )
    await waitFor(() => expect(sent).toEqual(['{"enclosed_areas":"open"}']))
  })

  it('asks once for each step of an arrow key that is held down', async () => {
    const sent: string[] = []
    await serve((request, response) => {
      sent.push(/open|filled/.exec(request.body)?.[0] ?? '')
      sendData(response, sessionFields(areas({ choice: sent.at(-1) || 'auto' })))
    })
    show(<KeptSwitch />)
    await waitFor(() => screen.getByRole('radio', { checked: true }).focus())
    await userEvent.keyboard('{ArrowRight>2/}')
    await waitFor(() => expect(sent.filter(Boolean)).toEqual(['open', 'filled']))
  })

  it('offers a way back to a picture that was understood as both', () => {
    showSwitch({ found: 'mixed', made: 'mixed' })
    expect([names(), pressed()]).toEqual([['As found', 'Filled', 'Open'], 'As found'])
  })

  it('rests while a mesh is being made of the spins as they are', () => {
    showSwitch({ choice: 'open' }, true)
    expect(pressed()).toBe('Open')
    expect(screen.getAllByRole('radio').every((radio) => (radio as HTMLButtonElement).disabled)).toBe(true)
  })
})
