import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, cp, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { cleanEnvironment } from '../fixtures/app-server.ts'

const PARTS = ['index.html', 'package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'src', 'public']

async function copyOfSources(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'plinth-start-'))
  for (const part of PARTS) await cp(resolve(part), join(root, part), { recursive: true })
  await symlink(resolve('node_modules'), join(root, 'node_modules'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  return root
}

/** Starts Plinth from its sources until it says that it serves, and ends it. */
async function startedOnce(root: string): Promise<{ readonly printed: string; readonly page: string }> {
  const child = spawn(process.execPath, ['src/server/start.mjs'], {
    cwd: root,
    env: { ...cleanEnvironment(), HOST: '127.0.0.1', PORT: '0', PLINTH_DATA: join(root, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let printed = ''
  const serves = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        if (printed.includes('Ctrl+C stops it')) done()
      })
  })
  await Promise.race([serves, ended])
  const url = /http:\S+/.exec(printed)?.[0] ?? ''
  const page = url ? await (await fetch(url)).text() : ''
  child.kill('SIGTERM')
  await ended
  return { printed, page }
}

it('builds when the sources have changed and only then, and prints one line: what it serves and where', async () => {
  const root = await copyOfSources()
  const builtAt = async (): Promise<number> => (await stat(join(root, 'dist/client/index.html'))).mtimeMs
  const first = await startedOnce(root)
  expect(first.printed).toMatch(/^Plinth is on http:\/\/127\.0\.0\.1:\d+\/ .*\n$/)
  const firstBuild = await builtAt()
  const second = await startedOnce(root)
  expect([await builtAt(), second.page]).toEqual([firstBuild, first.page])

  const byHand = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--ssr'], { cwd: root })
  await once(byHand, 'exit')
  await startedOnce(root)
  const thirdBuild = await builtAt()
  expect(thirdBuild, 'nothing tells what was built by hand').toBeGreaterThan(firstBuild)
  await rm(join(root, 'dist/client/index.html'))
  expect((await startedOnce(root)).page, 'a part of the build is gone').toBe(first.page)

  await appendFile(join(root, 'index.html'), '<!-- changed -->')
  const last = await startedOnce(root)
  expect(last.page).toContain('<!-- changed -->')
  expect(await readFile(join(root, 'dist/client/index.html'), 'utf8')).toBe(last.page)
})
