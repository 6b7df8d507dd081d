import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BatchPanel } from '../../src/batch/batch-panel.tsx'
import type { Outcome } from '../../src/batch/use-batch.ts'
import { createStore, useStore } from '../../src/ui/store.ts'

beforeEach(() => sessionStorage.clear())
afterEach(cleanup)

/** The panel beside uploads that end when the test says so. */
function page({ free = true }: { readonly free?: boolean } = {}) {
  const given = createStore<readonly File[]>([])
  const outcomes = createStore<Readonly<Record<string, Outcome>>>({})
  const sent: [name: string, opens: boolean][] = []
  const ended: string[] = []
  function Page() {
    const all = useStore(outcomes, (known) => known)
    return (
      <BatchPanel
        given={given}
        free={free}
        here="SAMPLE_duck"
        nameOf={({ name }) => name}
        send={(file, opens) => {
          sent.push([file.name, opens])
          // As the page's own uploads, which render it again at once.
          outcomes.set({ ...outcomes.get(), [file.name]: { is: 'under way' } })
          return file.name
        }}
        outcomeOf={(id) => all[id] ?? outcomes.get()[id] ?? { is: 'gone' }}
        onEnded={(id) => ended.push(id)}
        onOpen={() => {}}
      />
    )
  }
  const shown = render(
    <StrictMode>
      <Page />
    </StrictMode>,
  )
  return {
    sent,
    ended,
    unmount: shown.unmount,
    give: (...names: string[]) => given.set([...given.get(), ...names.map((name) => new File([name], name))]),
    end: (name: string, outcome: Outcome) => outcomes.set({ ...outcomes.get(), [name]: outcome }),
  }
}

const rows = () => screen.getAllByRole('listitem').map((row) => [...row.children].map((part) => part.textContent))
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

describe('pictures that are given together', () => {
  it('are sent one after the other, and only the first session opens', async () => {
    const { give, end, sent, ended } = page()
    give('a', 'b', 'c')
    await screen.findByText('Sending picture 1 of 3')
    expect(sent).toEqual([['a', true]])
    expect(rows()).toEqual([
      ['a', 'Sending…'],
      ['b', 'Waiting', 'Take out'],
      ['c', 'Waiting', 'Take out'],
    ])
    end('a', { is: 'refused', reason: 'a is not a picture.' })
    await screen.findByText('Sending picture 2 of 3')
    end('b', { is: 'sent', code: 'B' })
    await screen.findByText('Sending picture 3 of 3')
    end('c', { is: 'sent', code: 'C' })
    await screen.findByText('2 pictures sent, 1 not sent')
    expect(sent).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ])
    expect(ended).toEqual(['a', 'b', 'c'])
    expect(rows()[0]).toEqual(['a', 'Not sent. a is not a picture.'])
    press('Dismiss')
    expect(screen.queryByRole('list')).toBeNull()
  })

  it('wait while one is held, and go on once that is given up', async () => {
    const { give, end, sent } = page()
    give('a', 'b')
    await screen.findByText('Sending picture 1 of 2')
    end('a', { is: 'held' })
    await screen.findByText('On hold')
    expect(sent).toHaveLength(1)
    end('a', { is: 'gone' })
    await screen.findByText('Sending picture 1 of 1')
    expect(sent.map(([name]) => name)).toEqual(['a', 'b'])
  })

  it('are not sent where they may cost credits before the artist says so', async () => {
    const { give, sent } = page({ free: false })
    give('a', 'b', 'c')
    await screen.findByText('3 pictures to send')
    press('Take out b')
    expect(sent).toEqual([])
    press('Send all 2')
    await screen.findByText('Sending picture 1 of 2')
    expect(sent).toEqual([['a', true]])
  })

  it('are asked about again when they come later, while others are sent, and after those have ended', async () => {
    const { give, end, sent } = page({ free: false })
    give('a', 'b')
    await screen.findByText('2 pictures to send')
    press('Send all 2')
    await screen.findByText('Sending picture 1 of 2')
    give('c')
    await screen.findByText('1 picture to send')
    end('a', { is: 'sent', code: 'A' })
    await expect.poll(() => sent.map(([name]) => name)).toEqual(['a', 'b'])
    end('b', { is: 'gone' })
    await expect.poll(() => rows().map(([name]) => name)).toEqual(['a', 'c'])
    expect(sent.map(([name]) => name)).toEqual(['a', 'b'])
    press('Send it')
    await expect.poll(() => sent.map(([name]) => name)).toEqual(['a', 'b', 'c'])
    end('c', { is: 'gone' })
    await screen.findByText('1 picture sent')
    give('d')
    await screen.findByText('1 picture to send')
    expect(sent).toHaveLength(3)
  })

  it('that a reload has left unsent are named', async () => {
    const { give, unmount } = page()
    give('a', 'b', 'c')
    await screen.findByText('Sending picture 1 of 3')
    unmount()
    page()
    expect(screen.getByRole('status').textContent).toContain('Not sent before the page was reloaded: b, c.')
    press('Dismiss')
    expect(screen.queryByRole('status')).toBeNull()
  })
})
