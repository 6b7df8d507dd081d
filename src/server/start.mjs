/*
 * `npm start`: builds the page and the server where what they are made of has changed, then serves them. It is plain
 * JavaScript, as Node 20 runs no TypeScript and nothing is built before it.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const dist = join(root, 'dist')
/** Names the sources of the build beside it. Written last: a build that was broken off has none. */
const stamp = join(dist, 'sources.sha256')

/** What a build is made of. The lock file stands for the packages. */
const SOURCES = ['index.html', 'package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json']
const FOLDERS = ['src', 'public']

/** SHA-256 over names and contents of every source, in one order on every system. */
async function digestOfSources() {
  const folders = FOLDERS.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true }))
  const entries = (await Promise.all(folders)).flat().filter((entry) => entry.isFile())
  const inside = entries.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
  const hash = createHash('sha256')
  for (const name of [...SOURCES, ...inside].toSorted()) {
    const bytes = await readFile(join(root, name))
    hash.update(`${name}\0${bytes.byteLength}\0`).update(bytes)
  }
  return hash.digest('hex')
}

const digest = await digestOfSources()
const built = await readFile(stamp, 'utf8').catch(() => '')
if (built !== digest) {
  const { build } = await import('vite')
  await rm(stamp, { force: true })
  for (const ssr of [false, true]) await build({ root, logLevel: 'error', build: { ssr } })
  await writeFile(stamp, digest)
}
await import('../../dist/server/main.js')
