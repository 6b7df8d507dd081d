import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readSession } from '../../src/contract/session.ts'
import { startApp, type AppServer } from '../fixtures/app-server.ts'
import { measureFile } from '../fixtures/measure-file.ts'
import { runClient, VENDOR_CLIENTS } from '../fixtures/vendor-clients.ts'

const run = promisify(execFile)

let app: AppServer
beforeAll(async () => {
  app = await startApp(inject('builtDir'))
})
afterAll(() => app?.close())

const CODE = 'SAMPLE_key'

const curl = (url: string, body: string) =>
  run('curl', [
    '--silent',
    '--show-error',
    '--location',
    url,
    '--header',
    'x-api-key: <X-API_KEY>',
    '--header',
    'Content-Type: application/json',
    '--data',
    body,
  ]).then(({ stdout }) => stdout)

/** The documentation's own example; a Python without `requests` sends the same with its own library. */
const PYTHON = `
import json, sys
url, body = sys.argv[1:]
payload = json.dumps(json.loads(body))
headers = {'x-api-key': '<X-API_KEY>', 'Content-Type': 'application/json'}
try:
    import requests
    print(requests.request("POST", url, headers=headers, data=payload).text)
except ImportError:
    import urllib.request
    print(urllib.request.urlopen(urllib.request.Request(url, payload.encode(), headers, method="POST")).read().decode())
`
const python = (url: string, body: string) => run('python3', ['-c', PYTHON, url, body]).then(({ stdout }) => stdout)

const NODE = `
const [url, body] = process.argv.slice(1)
const options = { method: 'POST', headers: { 'x-api-key': '<X-API_KEY>', 'Content-Type': 'application/json' } }
require('http').request(url, options, (response) => response.pipe(process.stdout)).end(JSON.stringify(JSON.parse(body)))
`
const node = (url: string, body: string) => run(process.execPath, ['-e', NODE, url, body]).then(({ stdout }) => stdout)

/** Polls as the official client does, but more often. */
async function follow(until: string) {
  for (;;) {
    const answer: unknown = await (await fetch(`${app.url}/api/image-to-3d-sessions/${CODE}`)).json()
    const session = readSession((answer as { data: unknown }).data)
    if (session?.phase.state === 'failed') throw new Error(`${session.status}: ${session.message}`)
    if (
      session?.status === until ||
      (until === 'spins' && session?.spins.length === 4 && session.phase.state === 'done')
    )
      return session
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe.each([
  ['curl', curl],
  ['Python', python],
  ['Node.js', node],
])('the documented way with %s', (_name, post) => {
  it('works with nothing but the base URL changed, to the mesh at the absolute URL of the answer', async () => {
    const { spins } = await follow('spins')
    const body = JSON.stringify({ selected_spin_index: 0, selected_spin: spins[0]?.url })
    const queued = JSON.parse(await post(`${app.url}/api/image-to-3d-sessions/get-3d/preview/${CODE}`, body))
    expect(queued).toMatchObject({
      error: '',
      message: 'Generating Mesh',
      statusCode: 200,
      data: { status: 'unprocessed' },
    })
    const { meshes } = await follow('preview_done')
    const mesh = await fetch(meshes.preview.glb ?? '')
    expect(mesh.headers.get('content-type')).toBe('model/gltf-binary')
    expect(
      Buffer.from(await mesh.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('glTF')
    const spin = await fetch(spins[0]?.url ?? '')
    expect(spin.headers.get('content-type')).toBe('image/webp')
  })
})

/** An upright figure, wider than deep, on nothing. */
const figure = () =>
  sharp(
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="128"><path d="M20 8h40l16 60-20 52H28z" fill="#c2531f"/></svg>',
    ),
  )
    .png()
    .toBuffer()

/** By hand from `SHAPE`: -(pivot + 0.5) × size, and the size on top. */
const SHAPED = [-0.3, 0, -0.15, 0.3, 1.2, 0.15]

describe('CSM’s own Python client', () => {
  it.each(VENDOR_CLIENTS)('$releases goes from its picture to measured files', async (client) => {
    const { files, answers } = await runClient(client, `${app.url}/api`, await figure())
    const meshes = files.filter(({ name }) => name !== 'spin.mp4')
    const measured = meshes.map(({ name, bytes }) => ({ name, ...measureFile(name, bytes) }))
    expect(measured.length).toBeGreaterThan(2)
    for (const { name, box, triangles } of measured) {
      const half = [0, 1, 2].map((axis) => (box.max[axis]! - box.min[axis]!) / 2)
      const target = client.shaped ? SHAPED : [...half.map((metres) => -metres), ...half]
      expect([...box.min, ...box.max], name).toEqual(target.map((metres) => expect.closeTo(metres, 4)))
      expect(2 * Math.max(...half), `${name}: what is not asked for is 1 m`).toBeCloseTo(client.shaped ? 1.2 : 1, 4)
      expect(triangles, name).toBe(measured[0]?.triangles)
    }
    // One file does not take another's place, and all can be opened by their name.
    expect(new Set(meshes.map(({ name }) => name)).size).toBe(meshes.length)
    for (const { session_status, status, percent_done, percentage, created_at, updated_at } of answers) {
      expect(['queued', 'in_progress', 'complete']).toContain(session_status)
      expect(status).not.toBe('uploaded')
      expect(percent_done).toBe(percentage)
      expect(updated_at >= created_at).toBe(true)
    }
    const byItself = answers.some(({ status }) => status.startsWith('spin_'))
      ? []
      : answers.map((each) => each.percentage)
    expect(byItself).toEqual(byItself.toSorted((a, b) => a - b))
  })
})
