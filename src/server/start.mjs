/*
 * `npm start`: builds the page and the server where what they are made of has changed, then serves them. It is plain
 * JavaScript, as Node 20 runs no TypeScript and nothing is built before it.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const dist = join(root, 'dist')
/**
 * Names the sources of the build that it lies in. Written last, and every build empties its folder first: one that was
 * broken off, or made by hand, has none.
 */
const stamp = join(dist, 'server', 'sources.sha256')

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

const isBuiltOf = async (digest) =>
  existsSync(join(dist, 'client', 'index.html')) && (await readFile(stamp, 'utf8').catch(() => '')) === digest

const digest = await digestOfSources()
if (!(await isBuiltOf(digest))) {
  const { build } = await import('vite')
  // The server first: with its folder goes the name of what was built before.
  for (const ssr of [true, false]) await build({ root, logLevel: 'error', build: { ssr } })
  await writeFile(stamp, digest)
}
await import('../../dist/server/main.js')
