import { Document, NodeIO } from '@gltf-transform/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { naturalOfMesh } from '../../src/contract/natural.ts'
import { keptFrames } from '../../src/download/file-frames.ts'
import type { Saved } from '../../src/download/saved.ts'
import { TakeAway } from '../../src/download/take-away.tsx'
import { chooseTarget, keptTarget } from '../../src/download/target.ts'
import type { Unit } from '../../src/contract/length.ts'
import type { RefitRequest } from '../../src/glb/refit-request.ts'
import type { Result } from '../../src/result/result.ts'
import { ownResult } from '../../src/result/own-file.ts'
import { ResultPanel } from '../../src/result/result-panel.tsx'
import { forgetResults } from '../fixtures/forget-results.ts'
import { withJson } from '../fixtures/glb-json.ts'

afterEach(async () => {
  cleanup()
  vi.unstubAllGlobals()
  await forgetResults()
})

const result: Result = {
  sessionCode: 'SESSION_1',
  kind: 'preview',
  request: { scaled_bbox: [1, 2, -1], pivot_point: [-0.5, -0.5, -0.5] },
  formats: ['glb', 'stl'],
  version: 'job 1',
  name: 'Rubber duck',
}

/** A tetrahedron of 1 × 2 × 3 m, or another depth, with its origin in the left bottom back corner. */
async function tetrahedron(depth = 3) {
  const document = new Document()
  const buffer = document.createBuffer()
  const positions = document
    .createAccessor()
    .setType('VEC3')
    .setArray(new Float32Array([0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, depth]))
    .setBuffer(buffer)
  const indices = document
    .createAccessor()
    .setType('SCALAR')
    .setArray(new Uint16Array([0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]))
    .setBuffer(buffer)
  const mesh = document
    .createMesh()
    .addPrimitive(document.createPrimitive().setAttribute('POSITION', positions).setIndices(indices))
  document.createScene().addChild(document.createNode().setMesh(mesh))
  return Uint8Array.from(await new NodeIO().writeBinary(document))
}

/** A file that ends before its data does, and says the length that it has. */
function cutOff(glb: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const short = glb.slice(0, glb.length - 24)
  const view = new DataView(short.buffer)
  view.setUint32(8, short.length, true)
  const bin = 20 + view.getUint32(12, true)
  view.setUint32(bin, short.length - bin - 8, true)
  return short
}

interface PanelProps {
  readonly shown: Result
  readonly unit: Unit
  readonly refit: RefitRequest | null
}

/** As the page puts it together. */
function Panel({ shown, unit, refit }: PanelProps) {
  const [saved, setSaved] = useState<Saved | null>(null)
  return (
    <ResultPanel
      result={shown}
      unit={unit}
      refit={refit}
      saved={saved?.baked?.box ?? null}
      natural={naturalOfMesh([1, 2, 3])}
      onNatural={null}
      onCorrect={() => {}}
    >
      <TakeAway result={shown} refit={refit} main saved={saved} onSaved={setSaved} />
    </ResultPanel>
  )
}

/** The panel over a server that answers every request with these bytes, or with `bytes()`. Returns the addresses as they are requested. */
function renderPanel(
  bytes: Uint8Array<ArrayBuffer> | (() => Response),
  shown: Result = result,
  unit: Unit = 'm',
  refit: RefitRequest | null = null,
): string[] {
  const requested: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    requested.push(url)
    return typeof bytes === 'function' ? bytes() : new Response(bytes)
  })
  const client = new QueryClient({ defaultOptions: { queries: { retryDelay: 0 } } })
  render(
    <QueryClientProvider client={client}>
      <Panel shown={shown} unit={unit} refit={refit} />
    </QueryClientProvider>,
  )
  return requested
}

/** Opens the figures behind the verdict, once there are any. */
async function unfold(): Promise<void> {
  const figures = await screen.findByRole('button', { name: 'Measurements' })
  if (figures.getAttribute('aria-expanded') === 'false') fireEvent.click(figures)
}

const row = async (name: string) => {
  await unfold()
  return within((await screen.findByRole('rowheader', { name })).closest('tr') ?? document.body)
    .getAllByRole('cell')
    .map((cell) => cell.textContent)
}

/** The line that says whether the mesh is right. */
const verdict = async () =>
  (await screen.findByRole('button', { name: 'Measurements' })).parentElement?.querySelector('output')?.textContent

const names = () =>
  screen.getAllByRole('button').map((button) => button.getAttribute('aria-label') ?? button.textContent)

const showOthers = async () => fireEvent.click(await screen.findByRole('button', { name: 'Other formats' }))

/** What stands beside a button. */
const about = (name: string) =>
  document.getElementById(screen.getByRole('button', { name }).getAttribute('aria-describedby') ?? '')
const choose = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('combobox', { name }), { target: { value } })

describe('the result panel', () => {
  it('shows each measured figure beside the requested one', async () => {
    renderPanel(await tetrahedron())
    expect(await row('Width')).toEqual(['1 m', '1 m', '✓'])
    expect(await row('Depth')).toEqual(['3 m', 'auto', '✓'])
    expect(await row('Pivot Y')).toEqual(['-0.5', '-0.5', '✓'])
    expect(await verdict()).toBe('Size and pivot match')
  })

  it('says in a line what it is about, and keeps the figures behind that line', async () => {
    const relief = { ...result, spinLabel: 'Relief', request: { ...result.request, selected_spin_index: 3 } }
    renderPanel(await tetrahedron(), relief, 'cm')
    expect(await verdict()).toBe('Size and pivot match')
    expect(within(screen.getByRole('region', { name: 'Result' })).getByRole('heading').textContent).toBe(
      'Spin 4 · Relief · 100 × 200 × 300 cm',
    )
    expect(screen.queryByRole('table')).toBeNull()
    await unfold()
    expect(screen.getByRole('table')).toBeTruthy()
  })

  it('speaks in the unit that the artist has chosen', async () => {
    renderPanel(await tetrahedron(), result, 'cm')
    expect(await row('Height')).toEqual(['200 cm', '200 cm', '✓'])
    expect(await row('Pivot X')).toEqual(['-0.5', '-0.5', '✓'])
  })

  it('says what a mesh is made of', async () => {
    renderPanel(await tetrahedron())
    await row('Width')
    const facts = screen.getByRole('list', { name: 'What the mesh is made of' })
    expect(facts.textContent).toContain('4 vertices')
    expect(facts.textContent).toContain('1 part · 1 material · no texture')
  })

  it('names what of a file could not be read, and measures the rest', async () => {
    const glb = withJson(await tetrahedron(), (json) => {
      json.animations = [{ name: 'Jump', samplers: [], channels: [{ sampler: 3, target: { path: 'translation' } }] }]
    })
    renderPanel(glb)
    expect(await row('Depth')).toEqual(['3 m', 'auto', '✓'])
    expect(screen.getByText('Animation “Jump” could not be read and is left out.')).toBeTruthy()
  })

  it('measures a file of one’s own without judging it', async () => {
    renderPanel(new Uint8Array(), ownResult(new File([await tetrahedron()], 'chair.glb'), 'own 1'))
    expect(await row('Depth')).toEqual(['3 m'])
    expect(screen.getByRole('heading', { name: 'chair.glb' })).toBeTruthy()
    expect(await verdict()).toBe('1 × 2 × 3 m, as it came')
  })

  it('says that a mesh is not as requested, and by how much in the artist’s unit', async () => {
    renderPanel(
      await tetrahedron(),
      { ...result, request: { scaled_bbox: [1, 2.5, -1], pivot_point: [-0.5, -0.5, -0.45] } },
      'cm',
    )
    expect(await row('Height')).toEqual(['200 cm', '250 cm', '−50 cm'])
    expect(await row('Pivot Z')).toEqual(['-0.5', '-0.45', '−15 cm'])
    expect(await verdict()).toBe('Not as requested: its size or pivot differs')
    expect(screen.getByRole('button', { name: 'Correct it' })).toBeTruthy()
  })

  it('fetches the mesh of this very job, through the proxy', async () => {
    const requested = renderPanel(await tetrahedron())
    await row('Width')
    expect(requested).toEqual([
      expect.stringMatching(/^\/api\/image-to-3d-sessions\/SESSION_1\/assets\/\w+\?v=job%201$/),
    ])
  })

  it('offers Plinth’s own exports, and the upstream’s files named as such', async () => {
    renderPanel(await tetrahedron())
    await verdict()
    expect(names()).toEqual(['Measurements', 'Download GLB', 'Other formats'])
    await showOthers()
    expect(names()).toEqual([
      'Measurements',
      'Download GLB',
      'Other formats',
      'GLB, compressed',
      'GLB, meshopt',
      'OBJ (zip)',
      'USDZ',
      'STL',
      'PLY',
      'Original STL',
    ])
  })

  it('says beside each of them what reads it, or its unit and up axis', async () => {
    renderPanel(await tetrahedron())
    await showOthers()
    expect(about('GLB, compressed')?.textContent).toContain('For Blender')
    expect(about('GLB, meshopt')?.textContent).toContain('Not for Blender')
    expect(about('OBJ (zip)')?.textContent).toBe('Y up, metres')
    for (const [name, up, unit] of [
      ['STL', 'Z up', 'millimetres'],
      ['PLY', 'Z up', 'metres'],
    ] as const)
      expect(
        [`Up axis of the ${name}`, `Unit of the ${name}`].map(
          (choice) => screen.getByRole<HTMLSelectElement>('combobox', { name: choice }).selectedOptions[0]?.textContent,
        ),
      ).toEqual([up, unit])
  })

  it('remembers how an artist wants an STL', async () => {
    renderPanel(await tetrahedron())
    await showOthers()
    choose('Up axis of the STL', 'Y')
    choose('Unit of the STL', 'cm')
    expect(keptFrames()).toEqual({ stl: { unit: 'cm', up: 'Y' }, ply: { unit: 'm', up: 'Z' } })
    localStorage.setItem('plinth.file-frames', '{"stl":{"unit":"cubits","up":"Z"},"ply":7}')
    expect(keptFrames()).toEqual({ stl: { unit: 'mm', up: 'Z' }, ply: { unit: 'm', up: 'Z' } })
    localStorage.setItem('plinth.file-frames', 'not JSON')
    expect(keptFrames().stl).toEqual({ unit: 'mm', up: 'Z' })
    choose('Up axis of the STL', 'Z')
    choose('Unit of the STL', 'mm')
  })

  it('says that a flat mesh has no depth, also when it is to get one, and offers no correction that does nothing', async () => {
    renderPanel(await tetrahedron(0), {
      ...result,
      request: { scaled_bbox: [1, 2, 0.5], pivot_point: [-0.5, -0.5, 0] },
    })
    expect(await row('Depth')).toEqual(['0 m', '0.5 m', '−0.5 m'])
    expect(await verdict()).toContain('it has no depth, so it cannot be given one')
    expect(screen.queryByRole('button', { name: 'Correct it' })).toBeNull()
    cleanup()
    renderPanel(await tetrahedron(0), result, 'm', { scaled_bbox: [3, 4, 5], pivot_point: [0, 0, 0] })
    expect(await row('Width')).toEqual(['3 m', '3 m', ''])
    expect(await verdict()).toContain('it has no depth, so it cannot be given one')
  })

  it('leaves the file’s own size where a refit gives none', async () => {
    renderPanel(await tetrahedron(), result, 'm', { scaled_bbox: [-1, -1, -1], pivot_point: [0, 0, 0] })
    expect(await row('Depth')).toEqual(['3 m', 'auto', ''])
    expect(await row('Pivot Z')).toEqual(['0', '0', ''])
    expect(screen.getByRole('columnheader', { name: 'Will be' })).toBeTruthy()
    expect(await verdict(), 'no tick before a file was measured').toBe(
      'Resized for free. Your download uses this size and pivot.',
    )
  })

  it('says before and after a refit that it stretches the mesh', async () => {
    renderPanel(await tetrahedron(), result, 'm', { scaled_bbox: [1, 2, 6], pivot_point: [0, 0, 0] })
    expect(await verdict()).toBe('Resized for free. Stretched: 2 × too deep.')
  })

  it.each([
    [
      'a web page',
      () => new TextEncoder().encode('<!doctype html><title>502 Bad Gateway</title>'),
      /The file is not a GLB/,
    ],
    ['a file whose data is cut off', async () => cutOff(await tetrahedron()), /damaged/],
    ['a file with a vertex that is not a number', async () => tetrahedron(Number.NaN), /not a number \(NaN\)/],
  ])(
    'does not open %s, says so after one download, and lets it be downloaded along with what else there is',
    async (_, make, sentence) => {
      const requested = renderPanel(await make(), { ...result, formats: ['glb', 'fbx'] })
      expect(await screen.findByText(sentence)).toBeTruthy()
      expect(screen.queryByText(/cannot be reached/)).toBeNull()
      expect(requested).toHaveLength(1)
      expect(screen.queryByRole('table')).toBeNull()
      expect(
        screen.getAllByRole<HTMLButtonElement>('button').map(({ textContent, disabled }) => [textContent, disabled]),
      ).toEqual([
        ['Open again', false],
        ['Download GLB', false],
        ['FBX', false],
      ])
    },
  )

  it('offers the FBX of a job that made no GLB, also when the draft has another size by now', async () => {
    const requested = renderPanel(await tetrahedron(), { ...result, formats: ['fbx'] }, 'm', { scaled_bbox: [3, 4, 5] })
    expect(await screen.findByText(/came without a GLB/)).toBeTruthy()
    expect(requested).toEqual([])
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['FBX'])
  })

  it('tries again where the fault may pass, and then shows the mesh', async () => {
    const bytes = await tetrahedron()
    const answers = [
      () => Response.json({ error: 'bad_upstream', message: 'Gone', statusCode: 502 }, { status: 502 }),
      () => Response.error(),
      () => new Response(bytes),
    ]
    const requested = renderPanel(() => {
      const answer = answers.shift()?.() ?? new Response(bytes)
      if (answer.type === 'error') throw new TypeError('fetch failed')
      return answer
    })
    await unfold()
    expect(await screen.findByRole('rowheader', { name: 'Width' })).toBeTruthy()
    expect(requested).toHaveLength(3)
  })

  it('tries once for a mesh that is not there', async () => {
    const requested = renderPanel(() =>
      Response.json({ error: 'not_found', message: 'The session has no such file.', statusCode: 404 }, { status: 404 }),
    )
    expect(await screen.findByText(/The session has no such file/)).toBeTruthy()
    expect(requested).toHaveLength(1)
  })
})

/** The buttons that look like the one thing to do next. */
const mains = () => screen.getAllByRole('button').filter(({ className }) => /\bmain|_main/.test(className))

describe('the file for a target', () => {
  afterEach(() => chooseTarget(''))

  it('is the one thing to download, and says what it is; the GLB as it is stands among the others', async () => {
    renderPanel(await tetrahedron())
    expect(mains().map(({ textContent }) => textContent)).toEqual(['Download GLB'])
    await verdict()
    choose('Export for:', 'Unreal')
    expect(mains().map(({ textContent }) => textContent)).toEqual(['Download for Unreal · GLB, not FBX'])
    expect(screen.queryByRole('button', { name: 'Download GLB' })).toBeNull()
    await showOthers()
    expect(about('GLB')?.textContent).toContain('For any program')
    expect(screen.getByText(/Drag the file into the Content Browser\. Metres become centimetres/)).toBeTruthy()
  })

  it('is remembered by the browser, which may hold somebody else’s text', () => {
    chooseTarget('Godot')
    expect(keptTarget()).toBe('Godot')
    for (const text of ['"Cinema"', '{}', 'not JSON']) {
      localStorage.setItem('plinth.target', text)
      expect(keptTarget()).toBeNull()
    }
  })

  it('is named once it is saved, as long as the mesh, its size and its origin stay', async () => {
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    const client = new QueryClient()
    vi.stubGlobal('fetch', async () => new Response(await tetrahedron()))
    const panel = (refit: RefitRequest | null, shown = result) => (
      <QueryClientProvider client={client}>
        <Panel shown={shown} unit="m" refit={refit} />
      </QueryClientProvider>
    )
    const { rerender } = render(panel(null))
    await verdict()
    fireEvent.click(screen.getByRole('button', { name: 'Download GLB' }))
    const saved = 'Saved rubber-duck_1x2x3m.glb'
    expect(await screen.findByText(saved)).toBeTruthy()
    rerender(panel({ scaled_bbox: [2, 4, 6], pivot_point: [0, 0, 0] }))
    expect(screen.queryByText(/^Saved/)).toBeNull()
    rerender(panel(null))
    expect(screen.getByText(saved)).toBeTruthy()
    rerender(panel(null, { ...result, version: 'job 2' }))
    expect(screen.queryByText(/^Saved/)).toBeNull()
  })
})

describe('what only the file itself can hold', () => {
  it('is named before anything is saved; what is carried over is not', async () => {
    const glb = withJson(await tetrahedron(), (json) => {
      json.extensionsUsed = ['VRM', 'ACME_outline']
      json.extensions = {
        VRM: { humanoid: { humanBones: [{ bone: 'hips', node: 0 }] } },
        ACME_outline: { indicesAccessor: 0 },
      }
    })
    renderPanel(glb)
    expect((await screen.findByText(/refers to its data by numbers/)).textContent).toBe(
      'What the file says in ACME_outline refers to its data by numbers that change when it is written anew. Only the GLB as it came keeps that.',
    )
  })

  it('is not mentioned where there is none', async () => {
    renderPanel(await tetrahedron())
    await row('Width')
    expect(screen.queryByText(/refers to its data by numbers/)).toBeNull()
  })
})
