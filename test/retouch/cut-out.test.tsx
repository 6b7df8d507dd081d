import { act, cleanup, fireEvent, render, screen, within, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CutOut, type CutOutProps } from '../../src/retouch/cut-out.tsx'
import { openDesk } from '../../src/retouch/desk.ts'
import { correctionsOfTab } from '../../src/retouch/kept-key.ts'
import type { CutOutFacts, Order, Report, Standing } from '../../src/retouch/messages.ts'
import { FACTS, STANDING } from '../fixtures/still-desk.ts'

/** Stands in for the worker that solves strokes, and reports when the test says so. */
class Solver extends EventTarget {
  readonly orders: Order[] = []
  ended = false
  postMessage(order: Order): void {
    this.orders.push(order)
  }
  terminate(): void {
    this.ended = true
  }
  report(report: Report): void {
    act(() => void this.dispatchEvent(Object.assign(new Event('message'), { data: report })))
  }
  breakDown(): void {
    act(() => void this.dispatchEvent(new Event('error')))
  }
}

const BITMAP = { width: 4, height: 4, close: () => {} } as ImageBitmap
const PATCH = { box: { left: 0, top: 0, right: 4, bottom: 4 }, picture: BITMAP }

let solver: Solver

beforeEach(() => {
  vi.stubGlobal('Worker', function make() {
    solver = new Solver()
    return solver
  })
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext(): null {
        return null
      }
    },
  )
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function open(props: Partial<CutOutProps> = {}, corrected: Uint8Array | null = null) {
  const file = new File(['x'], 'chair.jpg', { type: 'image/jpeg' })
  const sent: string[] = []
  const onLeave = vi.fn<() => void>()
  const desk = openDesk('ID', { file, name: 'chair', correcting: false, enclosed: 'auto' }, corrected)
  render(
    <CutOut
      desk={desk}
      name="chair"
      local
      correcting={false}
      onSend={(picture, seen) => sent.push(`${picture.name} ${seen ? 'seen' : 'unseen'}`)}
      onLeave={onLeave}
      {...props}
    />,
  )
  return { desk, sent, onLeave, user: userEvent.setup() }
}

const cutOut = (facts: Partial<CutOutFacts> = {}, standing: Partial<Standing> = {}) =>
  solver.report({
    is: 'cut out',
    facts: { ...FACTS, ...facts },
    picture: BITMAP,
    dimmed: BITMAP,
    patch: PATCH,
    standing: { ...STANDING, ...standing },
  })

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })

it('makes spins by Enter at once, while the picture is still being cut out', async () => {
  const { sent, user } = open()
  expect(solver.orders.map((order) => order.do)).toEqual(['open'])
  expect(screen.getByText('Cutting out…')).toBeTruthy()
  expect(document.activeElement).toBe(button('Make spins'))
  await user.keyboard('{Enter}{Enter}')
  expect(sent).toEqual(['chair.jpg unseen'])
})

it('presses nothing by a key that is still held down from before', () => {
  open()
  // False: the browser then makes no click of it.
  expect(fireEvent.keyDown(button('Make spins'), { key: 'Enter', repeat: true })).toBe(false)
  expect(fireEvent.keyDown(button('Make spins'), { key: 'Enter' })).toBe(true)
})

it('lets another upstream wait for the cut-out, with the way to send the picture as it is beside', async () => {
  const { sent, user } = open({ local: false })
  await user.click(button('Make spins'))
  expect(button('Cutting out…').getAttribute('aria-disabled')).toBe('true')
  expect(button('Send as it is')).toBeTruthy()
  cutOut()
  expect(solver.orders.at(-1)).toEqual({ do: 'compose', keepHidden: false })
  solver.report({ is: 'composed', png: new Blob(['png']) })
  await waitFor(() => expect(sent).toEqual(['chair.png seen']))
})

it('says first that it is not sure', () => {
  open()
  cutOut({ unsure: true })
  expect(screen.getByText('Not sure what the subject is: check the outline.')).toBeTruthy()
})

it('says why nothing stands apart, and lets Keep mark the subject or the picture go as it is', async () => {
  const { sent, user } = open()
  cutOut({ reason: 'All of it has one colour.' }, { empty: true })
  expect(screen.getByText('All of it has one colour.')).toBeTruthy()
  await user.click(button('Make spins'))
  expect(sent).toEqual([])
  expect(screen.getByRole('radio', { name: 'Keep' })).toBeTruthy()
  await user.click(button('Send as it is'))
  expect(sent).toEqual(['chair.jpg seen'])
})

it('asks again where the server was not there, and sends as it is without it', async () => {
  const { sent, user } = open({ local: false })
  solver.report({ is: 'not cut out', what: 'The server cannot be reached.', next: 'Check the connection.' })
  await user.click(button('Try again'))
  expect(solver.orders.at(-1)).toEqual({ do: 'cut out' })
  expect(screen.queryByText('The server cannot be reached.')).toBeNull()
  solver.breakDown()
  expect(screen.getByText(/cannot be worked on any more/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  await user.click(button('Send as it is'))
  expect(sent).toEqual(['chair.jpg unseen'])
})

it('undoes, redoes and starts over', async () => {
  const { user } = open()
  cutOut()
  expect(['Undo', 'Redo', 'Start over'].map((name) => button(name).disabled)).toEqual([true, true, true])
  solver.report({
    is: 'changed',
    patch: null,
    standing: { ...STANDING, canUndo: true, canRedo: true, touched: true },
  })
  await user.click(button('Undo'))
  await user.click(button('Redo'))
  await user.click(button('Start over'))
  expect(solver.orders.slice(1).map((order) => order.do)).toEqual(['undo', 'redo', 'restart'])
})

it('chooses the brush by a key, and leaves by Escape', async () => {
  const { user, onLeave } = open()
  cutOut()
  await user.keyboard('e')
  expect(screen.getByRole('radio', { name: 'Erase', checked: true })).toBeTruthy()
  await user.keyboard('{Escape}')
  expect(onLeave).toHaveBeenCalledOnce()
})

it('lists several objects, to keep or to leave', async () => {
  const { user } = open()
  const box = PATCH.box
  cutOut({}, { objects: [{ id: 7, box, kept: true }] })
  expect(screen.queryByRole('group', { name: 'Several objects' })).toBeNull()
  cutOut(
    {},
    {
      objects: [
        { id: 7, box, kept: true },
        { id: 9, box, kept: false },
      ],
    },
  )
  const chips = within(screen.getByRole('group', { name: 'Several objects' })).getAllByRole('button')
  expect(chips.map((chip) => chip.getAttribute('aria-pressed'))).toEqual(['true', 'false'])
  await user.click(button('Object 1'))
  await user.click(button('Object 2'))
  expect(solver.orders.slice(1)).toEqual([
    { do: 'keep', object: 7, kept: false },
    { do: 'keep', object: 9, kept: true },
  ])
})

it('goes on with what was corrected before a reload: nothing else is sent before that is there', async () => {
  const corrected = new Uint8Array(16)
  const { sent, user } = open({}, corrected)
  expect(solver.orders).toEqual([expect.objectContaining({ do: 'open', id: 'ID', corrected })])
  await user.click(button('Make spins'))
  expect(sent).toEqual([])
  cutOut({}, { touched: true })
  expect(solver.orders.at(-1)).toEqual({ do: 'compose', keepHidden: true })
  solver.report({ is: 'composed', png: new Blob(['png']) })
  await waitFor(() => expect(sent).toEqual(['chair.png seen']))
})

it('remembers in its tab what a reload will find, says where that cannot be kept, and forgets it when it is closed', () => {
  const { desk } = open()
  cutOut()
  solver.report({ is: 'kept', what: 'corrections' })
  expect(correctionsOfTab()).toBe('ID')
  solver.report({ is: 'kept', what: 'not possible' })
  expect(screen.getByText(/A reload would lose these corrections/)).toBeTruthy()
  desk.close()
  expect(correctionsOfTab()).toBeNull()
})

it('makes new spins of a session only once its cut-out was changed', async () => {
  const { sent, user } = open({ correcting: true })
  cutOut()
  await user.click(button('Make new spins'))
  expect(sent).toEqual([])
  expect(screen.queryByRole('button', { name: 'Send as it is' })).toBeNull()
  solver.report({ is: 'changed', patch: null, standing: { ...STANDING, touched: true } })
  await user.click(button('Make new spins'))
  expect(solver.orders.at(-1)).toEqual({ do: 'compose', keepHidden: true })
})

it('says why a picture could not be written, and lets it be tried again', async () => {
  const { user } = open()
  cutOut({}, { touched: true })
  await user.click(button('Make spins'))
  solver.report({ is: 'not composed', reason: 'There is too little memory.' })
  expect((await screen.findByRole('alert')).textContent).toContain('There is too little memory.')
  await user.click(button('Make spins'))
  expect(solver.orders.filter((order) => order.do === 'compose')).toHaveLength(2)
})

it('ends its worker when it is closed', () => {
  const { desk } = open()
  desk.close()
  expect(solver.ended).toBe(true)
})
