import { Document, NodeIO } from '@gltf-transform/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Unit } from '../../src/contract/length.ts'
import type { Result } from '../../src/result/result.ts'
import { ownResult } from '../../src/result/result.ts'
import { ResultPanel } from '../../src/result/result-panel.tsx'
import { withJson } from '../fixtures/glb-json.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const result: Result = {
  sessionCode: 'SESSION_1',
  kind: 'preview',
  request: { scaled_bbox: [1, 2, -1], pivot_point: [-0.5, -0.5, -0.5] },
  formats: ['glb', 'stl'],
  version: 'job 1',
  name: 'Rubber duck',
}

/** A tetrahedron of 1 × 2 × 3 m with its origin in the left bottom back corner. */
async function tetrahedron() {
  const document = new Document()
  const positions = document.createAccessor().setType('VEC3').setArray(new Float32Array([0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3])).setBuffer(document.createBuffer())
  const mesh = document.createMesh().addPrimitive(document.createPrimitive().setAttribute('POSITION', positions))
  document.createScene().addChild(document.createNode().setMesh(mesh))
  return Uint8Array.from(await new NodeIO().writeBinary(document))
}

/** The panel over a server that answers every request with these bytes; gives the addresses that were asked for. */
function renderPanel(bytes: Uint8Array<ArrayBuffer>, shown: Result = result, unit: Unit = 'm'): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return new Response(bytes)
  })
  const client = new QueryClient({ defaultOptions: { queries: { retryDelay: 0 } } })
  render(
    <QueryClientProvider client={client}>
      <ResultPanel result={shown} unit={unit} wanted={null} onCorrect={() => {}} />
    </QueryClientProvider>,
  )
  return asked
}

const row = async (name: string) => within((await screen.findByRole('rowheader', { name })).closest('tr') ?? document.body).getAllByRole('cell').map((cell) => cell.textContent)

describe('the result panel', () => {
  it('shows each measured figure beside the one asked for', async () => {
    renderPanel(await tetrahedron())
    expect(await row('Width')).toEqual(['1 m', '1 m', '✓'])
    expect(await row('Depth')).toEqual(['3 m', 'auto', '✓'])
    expect(await row('Pivot Y')).toEqual(['-0.5', '-0.5', '✓'])
    expect(screen.getByRole('status').textContent).toBe('Measured: size and origin are as asked.')
  })

  it('speaks in the unit that the artist has chosen', async () => {
    renderPanel(await tetrahedron(), result, 'cm')
    expect(await row('Height')).toEqual(['200 cm', '200 cm', '✓'])
    expect(await row('Pivot X')).toEqual(['-0.5', '-0.5', '✓'])
  })

  it('tells what a mesh is made of', async () => {
    renderPanel(await tetrahedron())
    await row('Width')
    const facts = screen.getByRole('list', { name: 'What the mesh is made of' })
    expect(facts.textContent).toContain('4 vertices')
    expect(facts.textContent).toContain('1 part · 1 material · no texture')
  })

  it('measures a file of one’s own without judging it: nothing was asked', async () => {
    renderPanel(new Uint8Array(), ownResult(new File([await tetrahedron()], 'chair.glb'), 'own 1'))
    expect(await row('Depth')).toEqual(['3 m'])
    expect(screen.getByRole('heading', { name: 'chair.glb' })).toBeTruthy()
    expect(screen.queryByText(/not what was asked/)).toBeNull()
  })

  it('says that a mesh is not what was asked, and by how many millimetres', async () => {
    renderPanel(await tetrahedron(), { ...result, request: { scaled_bbox: [1, 2.5, -1], pivot_point: [-0.5, -0.5, -0.5] } })
    expect(await row('Height')).toEqual(['2 m', '2.5 m', '−500 mm'])
    expect(screen.getByRole('status').textContent).toMatch(/Measured: not what was asked\. Size or origin are not as asked\./)
    expect(screen.getByRole('button', { name: 'Correct it' })).toBeTruthy()
  })

  it('fetches the mesh of this very job, through the proxy', async () => {
    const asked = renderPanel(await tetrahedron())
    await row('Width')
    expect(asked).toEqual([expect.stringMatching(/^\/api\/image-to-3d-sessions\/SESSION_1\/assets\/\w+\?v=job%201$/)])
  })

  it('offers what Plinth makes of it, and what came along, named as such', async () => {
    renderPanel(await tetrahedron())
    await row('Width')
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Download GLB', 'OBJ (zip)', 'STL', 'PLY', 'USDZ', 'GLB, small', 'STL, as made'])
  })

  it('does not open a file that is no mesh, says so, and still lets it be downloaded', async () => {
    renderPanel(new TextEncoder().encode('<!doctype html><title>502 Bad Gateway</title>'))
    expect(await screen.findByText(/The file is no GLB/, undefined, { timeout: 5000 })).toBeTruthy()
    expect(screen.queryByRole('table')).toBeNull()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Download GLB' }).disabled).toBe(false)
  })
})

describe('what only the file itself can hold', () => {
  it('is named before anything is saved, and what goes along is not', async () => {
    const glb = withJson(await tetrahedron(), (json) => {
      json.extensionsUsed = ['VRM', 'ACME_outline']
      json.extensions = { VRM: { humanoid: { humanBones: [{ bone: 'hips', node: 0 }] } }, ACME_outline: { indicesAccessor: 0 } }
    })
    renderPanel(glb)
    expect((await screen.findByText(/points? into data which are numbered anew/)).textContent).toBe('The file says things in ACME_outline that point into data which are numbered anew when it is written. Only the GLB as it came keeps it.')
  })

  it('is not spoken of where there is nothing', async () => {
    renderPanel(await tetrahedron())
    await screen.findByRole('button', { name: 'Download GLB' })
    await row('Width')
    expect(screen.queryByText(/numbered anew/)).toBeNull()
  })
})
