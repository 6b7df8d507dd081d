import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cutOutFrame } from '../../src/backdrop/spin-cutout.ts'
import type { Session } from '../../src/contract/session.ts'
import { SpinWall } from '../../src/session/spin-wall.tsx'
import { useSpinCutout } from '../../src/session/use-spin-cutout.ts'
import { serve, sessionWith, show } from '../fixtures/served-page.tsx'

const SIDE_PX = 4

/** The canvas and decoder that happy-dom does not have: every picture is a red pixel on grey. */
class RedDot {
  getContext() {
    const data = new Uint8ClampedArray(SIDE_PX * SIDE_PX * 4).fill(200)
    data.set([200, 30, 30], (SIDE_PX + 1) * 4)
    return { drawImage: () => {}, getImageData: () => ({ data, width: SIDE_PX, height: SIDE_PX }) }
  }
}

/** The page's worker, which happy-dom does not have either, at work in the page itself. */
class InPage extends EventTarget {
  postMessage(frame: ImageBitmap) {
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: { done: cutOutFrame(frame) } })))
  }
  terminate() {}
}

beforeEach(() => {
  vi.stubGlobal('Worker', InPage)
  vi.stubGlobal('OffscreenCanvas', RedDot)
  vi.stubGlobal('createImageBitmap', async () => ({ width: SIDE_PX, height: SIDE_PX, close: () => {} }))
})

afterEach(() => vi.unstubAllGlobals())

function StageCard({ index }: { readonly index: number | null }) {
  const cutout = useSpinCutout('S_1', index === null ? null : { index })
  return <p data-testid="card">{cutout ? `${cutout.widthPx} × ${cutout.heightPx}` : 'none'}</p>
}

const withSpins = (count: number) =>
  sessionWith({ spins: Array.from({ length: count }, (_, index) => `https://spins.test/${index}`) })

const page = (session: Session, index: number | null) => (
  <>
    <SpinWall session={session} waitingFor={null} chosen={index} onChoose={() => {}} />
    <StageCard index={index} />
  </>
)

describe('the cutout of a spin', () => {
  it('is made of the bytes that the spins are shown with: each spin is fetched once', async () => {
    const { arrived } = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'image/webp' }).end('webp'),
    )
    const session = withSpins(2)
    const { rerender } = show(page(session, 0))
    await screen.findByText('7 × 7')
    rerender(page(session, 1))
    await screen.findByText('7 × 7')
    await waitFor(() => expect(document.querySelectorAll('img')).toHaveLength(2))
    expect(arrived.map(({ url }) => url.slice(-1)).toSorted()).toEqual(['0', '1'])
    rerender(page(session, null))
    expect(screen.getByTestId('card').textContent).toBe('none')
  })

  it('comes with the spin when that is fetched again', async () => {
    let requests = 0
    await serve((_request, response) =>
      ++requests === 1
        ? response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
        : response.writeHead(200, { 'content-type': 'image/webp' }).end('webp'),
    )
    show(page(withSpins(1), 0))
    await userEvent.click(await screen.findByRole('button', { name: 'Try again to show spin 1' }))
    await screen.findByText('7 × 7')
    expect(requests).toBe(2)
  })
})
