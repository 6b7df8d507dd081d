import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cleanEnvironment } from '../fixtures/app-server.ts'

/** Starts what `npm run dev` runs, on a free port; resolves with its address. */
async function startDev(data: string) {
  const env = { ...cleanEnvironment(), PLINTH_DATA: data, NO_COLOR: '1' }
  const child = spawn(
    process.execPath,
    [join('node_modules', 'vite', 'bin', 'vite.js'), '--host', '127.0.0.1', '--port', '0', '--clearScreen', 'false'],
    { env },
  )
  let printed = ''
  const address = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => reject(new Error(`It ended before it listened:\n${printed}`)))
  })
  const stop = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return { address, stop, printed: () => printed }
}

it('npm run dev serves the page and, with the same proxy before it, the local engine', async () => {
  const data = await mkdtemp(join(tmpdir(), 'plinth-dev-'))
  const dev = await startDev(data)
  try {
    const url = await dev.address
    expect(await (await fetch(url)).text()).toContain('/src/main.tsx')
    expect(await (await fetch(`${url}/api/plinth`)).json()).toMatchObject({
      statusCode: 200,
      data: { upstream: 'local' },
    })
    const sample = `${url}/api/image-to-3d-sessions/SAMPLE_key`
    const session = async () =>
      ((await (await fetch(sample)).json()) as { data: { status: string; spins: { image_url: string }[] } }).data
    await expect
      .poll(async () => (await session()).status, { timeout: 60_000, interval: 200 })
      .toBe('spin_generate_done')
    const spin = await fetch((await session()).spins[3]?.image_url ?? '')
    expect([spin.status, spin.headers.get('content-type')]).toEqual([200, 'image/webp'])
    const post = (headers: Record<string, string>) =>
      fetch(`${url}/api/image-to-3d-sessions/get-3d/preview/SAMPLE_key`, {
        method: 'POST',
        headers,
        body: '{"scaled_bbox":[1,0,1]}',
      })
    expect((await post({ 'content-type': 'application/json' })).status).toBe(400)
    expect((await post({ 'content-type': 'application/json', origin: 'https://evil.example' })).status).toBe(403)
    expect(dev.printed()).not.toMatch(/did not open/)
  } finally {
    await dev.stop()
    await rm(data, { recursive: true, force: true, maxRetries: 5 })
  }
})
