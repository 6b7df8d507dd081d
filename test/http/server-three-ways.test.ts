import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readSession } from '../../src/contract/session.ts'
import { startApp, type AppServer } from '../fixtures/app-server.ts'
import { picture } from '../fixtures/pictures.ts'
import { readGlb } from '../fixtures/read-glb.ts'

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

/**
 * The official Python client's calls in order, with its fields and its pause of two seconds. It names no kind of mesh, waits for
 * `preview_done`, and fetches the address from the answer unchanged.
 */
const CLIENT = `
import base64, json, sys, time, urllib.request
base, picture, out = sys.argv[1:]
headers = {'Content-Type': 'application/json', 'x-api-key': '<X-API_KEY>'}
def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(base + path, data, headers)) as answer:
        return answer.status, json.loads(answer.read())['data']
with open(picture, 'rb') as file:
    image = 'data:image/png;base64,' + base64.b64encode(file.read()).decode()
status, session = call('/image-to-3d-sessions', {
    'image_url': image, 'manual_segmentation': False, 'pivot_point': [0.0, -0.5, 0.0], 'scaled_bbox': [0.5, 0.6, 0.7]})
assert status == 201, status
code = session['session_code']
for _ in range(30):
    time.sleep(2)
    status, session = call('/image-to-3d-sessions/' + code)
    assert status == 200 and session['status'] != 'preview_failed', session
    if session['status'] == 'preview_done':
        break
urllib.request.urlretrieve(session['preview_mesh_url_glb'], out)
status, queued = call('/image-to-3d-sessions/get-3d/preview/' + code, {
    'selected_spin_index': 0, 'selected_spin': session['spins'][0]['image_url'], 'pivot_point': [0.0, 0.0, 0.0]})
print(json.dumps({'code': code, 'spins': len(session['spins']), 'queued': queued['status']}))
`

describe('a program written for CSM', () => {
  it('makes a session, polls every two seconds and fetches its mesh, with nothing but the base URL changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-client-'))
    try {
      const [image, out] = [join(folder, 'vase.png'), join(folder, 'mesh.glb')]
      await writeFile(image, await picture('vase.png'))
      const { stdout } = await run('python3', ['-c', CLIENT, `${app.url}/api`, image, out])
      expect(JSON.parse(stdout)).toEqual({ code: expect.stringMatching(/^SESSION_/), spins: 4, queued: 'unprocessed' })
      const { box } = readGlb(await readFile(out))
      expect([...box.min, ...box.max]).toEqual(
        [-0.25, 0, -0.35, 0.25, 0.6, 0.35].map((metres) => expect.closeTo(metres, 4)),
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
