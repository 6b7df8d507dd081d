import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOMS } from './fixtures/rooms.ts'
import { roomsChart, withRooms } from './make/rooms.ts'

const DOCUMENTS = ['README.md', '.github/CONTRIBUTING.md', '.github/SECURITY.md', '.github/CHANGELOG.md']

const readme = readFileSync('README.md', 'utf8')

describe('README', () => {
  it('has the picture of the rooms that the table of imports draws: `npm run rooms` draws it again', () => {
    expect(readme).toBe(withRooms(readme))
  })

  it('says of every room what it holds, and of nothing else', () => {
    const described = [...readme.matchAll(/^\| `([a-z]+)\/` /gm)].map(([, room]) => room ?? '')
    expect(described.toSorted()).toEqual(Object.keys(ROOMS).toSorted())
  })
})

describe('the picture of the rooms', () => {
  it('has the arrows that follow from no others, and a group for what page and server share', () => {
    const table = { base: [], app: ['base', 'part'], part: ['base'], server: ['base'] }
    expect(roomsChart(table).split('\n')).toEqual([
      'flowchart TB',
      '  subgraph the-page["the page"]',
      '    part',
      '    app',
      '  end',
      '  subgraph the-server["the server"]',
      '    server',
      '  end',
      '  subgraph shared["shared"]',
      '    base',
      '  end',
      '  server --> base',
      '  part --> base',
      '  app --> part',
    ])
  })

  it('changes with the table', () => {
    expect(withRooms(readme, { ...ROOMS, ui: ['contract'] })).not.toBe(readme)
  })
})

const paths = ['src', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
)
const names = new Set(paths.map((path) => basename(path)))
const code = paths
  .filter((path) => /\.tsx?$/.test(path) && path !== 'test/documents.test.ts')
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

/** `src/draft/edit.ts`, `draft/edit.ts` or `test/http`: a path from the top, or from `src` when it begins with a room. */
const fileOf = (path: string): string =>
  Object.keys(ROOMS).some((room) => path.startsWith(`${room}/`)) ? `src/${path}` : path

describe.each(DOCUMENTS)('%s', (document) => {
  const text = readFileSync(document, 'utf8')

  it('names only files that there are', () => {
    const quoted = [...text.matchAll(/`(?!\.\.)([\w.@-]+(?:\/[\w.@-]+)*\/[\w.@-]*)`/g)].map(([, path]) =>
      fileOf(path ?? ''),
    )
    const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) =>
      join(dirname(document), path ?? ''),
    )
    expect([...quoted, ...linked].filter((path) => !existsSync(path))).toEqual([])
  })

  it('names only files, functions and constants that the code has', () => {
    const bare = [...text.matchAll(/`([\w.-]+\.tsx?)`/g)].map(([, name]) => name ?? '')
    expect(bare.filter((name) => !names.has(name))).toEqual([])
    const identifiers = [...text.matchAll(/`([a-z]+[A-Z]\w+|[A-Z]+_[A-Z_]+)(?:\(.*\))?`/g)].map(
      ([, name]) => name ?? '',
    )
    expect(identifiers.filter((name) => !code.includes(name))).toEqual([])
  })

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const named = [...text.matchAll(/\bnpm run ([a-z:]+)/g)].map(([, name]) => name ?? '')
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })
})
