import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, renderHook, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FrameSection } from '../../src/app/frame-section.tsx'
import { useOwnFile } from '../../src/app/own-file.ts'
import { createDraftStore } from '../../src/draft/draft-store.ts'
import type { FileFrame } from '../../src/formats/file-frame.ts'
import type { IntakeOrder } from '../../src/intake/intake-worker.ts'

/** Stands in for the worker that reads a mesh, and answers when the test says so. */
class Reader extends EventTarget {
  order: IntakeOrder | null = null
  ended = false
  postMessage(order: IntakeOrder): void {
    this.order = order
  }
  terminate(): void {
    this.ended = true
  }
  answer(frame: FileFrame): void {
    const done = { glb: new Uint8Array(), fileName: 'part.stl', frame, notes: [] }
    this.dispatchEvent(Object.assign(new Event('message'), { data: { done } }))
  }
  refuse(reason: string): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: { reason } }))
  }
}

let readers: Reader[]

beforeEach(() => {
  readers = []
  vi.stubGlobal('Worker', function make() {
    const made = new Reader()
    readers.push(made)
    return made
  })
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** The reader that was begun as number `nth`, once it has its order. */
async function reader(nth: number): Promise<Reader> {
  await waitFor(() => expect(readers[nth]?.order).toBeTruthy())
  const begun = readers[nth]
  if (!begun) throw new Error('not begun')
  return begun
}

const MAIN = { path: 'part.stl', file: new File(['solid'], 'part.stl') }
const GIVEN = { main: MAIN, files: [MAIN] }

const inClient = (client: QueryClient) =>
  function Wrapper({ children }: { readonly children: ReactNode }) {
    return <QueryClientProvider client={client}>{children}</QueryClientProvider>
  }

function open(code: string) {
  const draft = createDraftStore()
  return renderHook((props: { readonly code: string }) => useOwnFile(props.code, draft), {
    initialProps: { code },
    wrapper: inClient(new QueryClient()),
  })
}

it('a file that is being read ends with its session', async () => {
  const { result, rerender } = open('A')
  act(() => result.current.open(GIVEN))
  const begun = await reader(0)
  expect(result.current.reading).toBe('part.stl')
  rerender({ code: 'B' })
  expect(result.current.reading).toBeNull()
  await waitFor(() => expect(begun.ended).toBe(true))
})

it('why a file was not opened is over once another session is open', async () => {
  const { result, rerender } = open('A')
  act(() => result.current.open(GIVEN))
  const begun = await reader(0)
  act(() => begun.refuse('It is cut off.'))
  await waitFor(() => expect(result.current.problem?.what).toBe('It is cut off.'))
  rerender({ code: 'B' })
  expect(result.current.problem).toBeNull()
})

const chosen = () => screen.getAllByRole('radio', { checked: true }).map(({ textContent }) => textContent)

it('another unit and another up axis both hold, the one chosen while the file is read in the other', async () => {
  const draft = createDraftStore()
  function Page() {
    const own = useOwnFile('A', draft)
    return (
      <>
        <button type="button" onClick={() => own.open(GIVEN)}>
          Open
        </button>
        {own.frame && own.result ? <FrameSection own={own} frame={own.frame} result={own.result} /> : null}
      </>
    )
  }
  render(<Page />, { wrapper: inClient(new QueryClient()) })
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Open' }))
  const first = await reader(0)
  act(() => first.answer({ unit: 'mm', up: 'Z' }))
  await user.click(await screen.findByRole('radio', { name: 'cm' }))
  await user.click(screen.getByRole('radio', { name: 'Y' }))
  expect(chosen()).toEqual(['cm', 'Y'])
  const last = await reader(2)
  expect(last.order?.frame).toEqual({ unit: 'cm', up: 'Y' })
  act(() => last.refuse('It is cut off.'))
  await waitFor(() => expect(chosen(), 'as it is open').toEqual(['mm', 'Z']))
})
