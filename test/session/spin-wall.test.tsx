import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { SpinWall } from '../../src/session/spin-wall.tsx'
import { sendError, serve, sessionWith, show } from '../fixtures/served-page.tsx'

const withSpins = (count: number) =>
  sessionWith({
    spins: Array.from({ length: count }, (_, index) =>
      index === 1
        ? `https://spins.test/${index}`
        : { image_url: `https://spins.test/${index}`, label: index === 0 ? 'round' : null },
    ),
  })

const ignore = () => {}

const wallOf = (code: string) => (
  <SpinWall session={{ ...withSpins(1), code }} waitingFor={null} chosen={0} onChoose={ignore} />
)

describe('the spins', () => {
  it.each([1, 2, 3, 4])('are radio buttons, %d of them', async (count) => {
    const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
      .webp()
      .toBuffer()
    await serve((_request, response) => response.writeHead(200, { 'content-type': 'image/webp' }).end(picture))
    const chosen: number[] = []
    show(<SpinWall session={withSpins(count)} waitingFor={null} chosen={0} onChoose={(index) => chosen.push(index)} />)
    const radios = screen.getAllByRole('radio')
    expect(radios.map((radio) => radio.getAttribute('aria-label'))).toEqual(
      ['Spin 1', 'Spin 2', 'Spin 3', 'Spin 4'].slice(0, count),
    )
    expect(radios.map((radio) => radio.getAttribute('aria-checked'))).toEqual(
      ['true', 'false', 'false', 'false'].slice(0, count),
    )
    const last = radios.at(-1)
    if (last && count > 1) await userEvent.click(last)
    expect(chosen).toEqual(count > 1 ? [count - 1] : [])
  })

  it('say what each reading of the picture is, where the engine names one', async () => {
    await serve((_request, response) => response.writeHead(200, { 'content-type': 'image/webp' }).end('webp'))
    show(<SpinWall session={withSpins(2)} waitingFor={null} chosen={0} onChoose={ignore} />)
    const said = screen
      .getAllByRole('radio')
      .map((radio) => radio.getAttribute('aria-describedby')?.split(' ').map((id) => document.getElementById(id)?.textContent)) // prettier-ignore
    expect(said).toEqual([['round', 'inflated from the outline'], undefined])
  })

  it('are chosen by the arrow keys from the focused one, round and round', async () => {
    await serve((_request, response) => response.writeHead(200, { 'content-type': 'image/webp' }).end('webp'))
    const chosen: number[] = []
    show(<SpinWall session={withSpins(3)} waitingFor={null} chosen={2} onChoose={(index) => chosen.push(index)} />)
    screen.getByRole('radio', { name: 'Spin 3' }).focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(chosen[0]).toBe(0)
    screen.getByRole('radio', { name: 'Spin 3' }).focus()
    chosen.length = 0
    await userEvent.keyboard('{ArrowLeft}')
    expect(chosen[0]).toBe(1)
  })

  it('show a picture or a video depending on their bytes, and say when they are neither', async () => {
    await serve((request, response) => {
      if (request.url.endsWith('/0')) response.writeHead(200, { 'content-type': 'image/webp' }).end('webp')
      else if (request.url.endsWith('/1')) response.writeHead(200, { 'content-type': 'video/mp4' }).end('mp4')
      else sendError(response, 404, 'not_found', 'This session has no spins/2 (yet).')
    })
    const { container } = show(<SpinWall session={withSpins(3)} waitingFor={null} chosen={0} onChoose={ignore} />)
    await waitFor(() => expect(container.querySelectorAll('img, video')).toHaveLength(2))
    expect(screen.getByRole('radio', { name: 'Spin 2' }).querySelectorAll('video')).toHaveLength(1)
    expect(
      await within(screen.getByRole('radio', { name: 'Spin 3' })).findByText('Spin 3 cannot be shown'),
    ).toBeTruthy()
  })

  it('can be fetched again when they could not be shown', async () => {
    let requests = 0
    await serve((_request, response) =>
      ++requests === 1
        ? sendError(response, 404, 'not_found', 'This session has no spins/0 (yet).')
        : response.writeHead(200, { 'content-type': 'video/mp4' }).end('mp4'),
    )
    const { container } = show(<SpinWall session={withSpins(1)} waitingFor={null} chosen={0} onChoose={ignore} />)
    const radio = screen.getByRole('radio', { name: 'Spin 1' })
    await within(radio).findByText('Spin 1 cannot be shown')
    await userEvent.click(screen.getByRole('button', { name: 'Try again to show spin 1' }))
    await waitFor(() => expect(container.querySelectorAll('video')).toHaveLength(1))
    expect(screen.queryByRole('button', { name: 'Try again to show spin 1' })).toBeNull()
    expect(document.activeElement).toBe(radio)
  })

  it('of another session are shown although one failed in the session before', async () => {
    await serve((_request, response) => response.writeHead(200, { 'content-type': 'image/webp' }).end('webp'))
    const { container, rerender } = show(wallOf('S_1'))
    await waitFor(() => expect(container.querySelectorAll('img')).toHaveLength(1))
    fireEvent.error(container.querySelector('img') ?? container)
    await screen.findByText('Spin 1 cannot be shown')
    rerender(wallOf('S_2'))
    await waitFor(() => expect(container.querySelectorAll('img')).toHaveLength(1))
    expect(screen.queryByText('Spin 1 cannot be shown')).toBeNull()
  })

  it('whose single frames this browser cannot show say so, and no angle can be chosen', async () => {
    // Like Safari, happy-dom has no ImageDecoder.
    await serve((request, response) =>
      response.writeHead(200, { 'content-type': request.url.endsWith('/1') ? 'video/mp4' : 'image/gif' }).end('bytes'),
    )
    const pictures = show(<SpinWall session={withSpins(1)} waitingFor={null} chosen={0} onChoose={ignore} />)
    await screen.findByText(/cannot show single frames of these pictures/)
    expect(screen.getByRole<HTMLInputElement>('slider', { name: 'Angle of all spins' }).disabled).toBe(true)
    const radio = screen.getByRole('radio', { name: 'Spin 1' })
    fireEvent.pointerDown(radio, { clientX: 10, button: 0, buttons: 1, pointerId: 1 })
    fireEvent.pointerMove(radio, { clientX: 60, buttons: 1, pointerId: 1 })
    expect(pictures.container.querySelectorAll('img')).toHaveLength(1)
    pictures.unmount()
    show(<SpinWall session={withSpins(2)} waitingFor={null} chosen={0} onChoose={ignore} />)
    await waitFor(() => expect(document.querySelectorAll('img, video')).toHaveLength(2))
    expect(screen.getByRole<HTMLInputElement>('slider', { name: 'Angle of all spins' }).disabled).toBe(false)
  })

  it('offer no choice while they are being made, and show the progress', () => {
    const session = sessionWith({ status: 'spin_generate_processing', percentage: 40 })
    show(<SpinWall session={session} waitingFor={null} chosen={null} onChoose={ignore} />)
    expect(screen.getByRole('status').textContent).toBe('Making the spins')
    expect(screen.getByRole('progressbar', { name: 'Making the spins' }).getAttribute('aria-valuenow')).toBe('40')
    expect(screen.queryByRole('radio')).toBeNull()
  })

  it('are waited for, then offered, in a session that goes on to a mesh by itself', async () => {
    await serve((_request, response) => response.writeHead(200, { 'content-type': 'image/webp' }).end('webp'))
    const goingOn = { status: 'training_preview', preview_mesh: 'turbo', percentage: 40 }
    const wall = (fields: object) => (
      <SpinWall session={sessionWith({ ...goingOn, ...fields })} waitingFor={null} chosen={0} onChoose={ignore} />
    )
    const { unmount } = show(wall({}))
    expect(screen.getByRole('status').textContent).toBe('Making the spins')
    unmount()
    const spun = show(wall({ spins: ['https://x.test/0', 'https://x.test/1'] }))
    expect(screen.getAllByRole('radio')).toHaveLength(2)
    spun.unmount()
    show(wall({ status: 'preview_failed', message: 'Too dark.' }))
    expect(screen.getByText('No spins could be made of this picture.')).toBeTruthy()
  })

  it('are explained when a session has none', () => {
    show(
      <SpinWall session={sessionWith({ status: 'preview_done' })} waitingFor={null} chosen={null} onChoose={ignore} />,
    )
    expect(screen.getByText(/no spins to choose from/)).toBeTruthy()
  })
})
