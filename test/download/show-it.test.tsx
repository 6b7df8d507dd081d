import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Result } from '../../src/result/result.ts'
import { ShowIt } from '../../src/download/show-it.tsx'
import { createViewer } from '../../src/viewer/viewer.ts'

/** A browser with Quick Look is known by one word that its links take. */
const links = Object.getPrototypeOf(document.createElement('a').relList) as object

beforeEach(
  () => void Object.defineProperty(links, 'supports', { configurable: true, value: (token: string) => token === 'ar' }),
)

afterEach(() => {
  cleanup()
  Reflect.deleteProperty(links, 'supports')
})

const picture = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Picture' })

const result: Result = {
  sessionCode: 'S',
  kind: 'preview',
  request: {},
  formats: ['glb', 'usdz'],
  version: 'v1',
  name: 'Duck',
}

function renderIt(refitted: boolean) {
  const viewer = createViewer()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ShowIt
        result={result}
        size={[1, 1, 1]}
        refitted={refitted}
        viewer={viewer}
        camera={() => null}
        onPresent={() => {}}
      />
    </QueryClientProvider>,
  )
  return viewer
}

describe('on a phone with Quick Look', () => {
  it('the file as it came can be seen in the room', () => {
    renderIt(false)
    expect(screen.getByRole('link', { name: 'In your room' }).getAttribute('href')).toMatch(
      /preview_mesh_url_usdz\?v=v1$/,
    )
    expect(screen.queryByText(/as it came/)).toBeNull()
  })

  it('a mesh with another size or origin cannot, and the page says why', () => {
    renderIt(true)
    expect(screen.queryByRole('link')).toBeNull()
    expect(screen.getByText(/“In your room” shows the file as it came/)).toBeTruthy()
  })
})

describe('while meshes are compared', () => {
  it('no picture is taken of one of them under another’s name', () => {
    const viewer = renderIt(false)
    expect(picture().disabled).toBe(false)
    viewer.set({ compared: ['v1', 'v2'] })
    return waitFor(() => {
      expect(picture().disabled).toBe(true)
      expect(screen.getByText(/Stop comparing to save a picture/)).toBeTruthy()
    })
  })
})
