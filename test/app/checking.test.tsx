import { act, cleanup } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useChecking, type Checking } from '../../src/app/checking.ts'
import { sendData, serve, show } from '../fixtures/served-page.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

async function opened() {
  // A worker that never answers.
  vi.stubGlobal('Worker', function make() {
    return Object.assign(new EventTarget(), { postMessage: () => {}, terminate: () => {} })
  })
  await serve((_request, response) => sendData(response, { upstream: 'local', host: '' }))
  let checking: Checking | null = null
  const Probe = () => {
    checking = useChecking('S_1', () => {})
    return null
  }
  show(<Probe />)
  const now = () => checking as unknown as Checking
  await act(() => now().correct(new File(['x'], 'chair.jpg'), { name: 'chair', enclosed: 'auto' }))
  return now
}

it('a cut-out that is left before its first stroke was solved waits all the same, and one that nothing was drawn on does not', async () => {
  const now = await opened()
  now().shown?.desk.stroke({ mode: 'erase', hard: false, radiusPx: 3, points: [[1, 1]] })
  act(() => now().leave())
  expect([now().shown, now().aside.map(({ name }) => name)]).toEqual([null, ['chair']])
  await act(() => now().correct(new File(['x'], 'vase.jpg'), { name: 'vase', enclosed: 'auto' }))
  expect(now().shown?.name).toBe('vase')
  act(() => now().leave())
  expect(now().aside.map(({ name }) => name)).toEqual(['chair'])
})
