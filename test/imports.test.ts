import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = resolve('src')

/** Rooms that run in the browser, and may use the plain controls. */
const BROWSER_ROOMS = new Set(['session', 'draft', 'stage', 'jobs', 'result', 'ui'])

/** What each room may import besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  ui: [],
  engine: ['contract'],
  proxy: ['contract'],
  server: ['contract', 'proxy', 'engine'],
  ...Object.fromEntries(['session', 'draft', 'stage', 'jobs', 'result'].map((room) => [room, ['contract', 'ui']])),
}

/** Only these open several rooms. */
const ROOF = new Set(['app.tsx', 'main.tsx'])

interface Import {
  readonly file: string
  readonly from: string
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'),
)

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8')
  return [...text.matchAll(IMPORT)].map((match) => ({ file, from: match[1] ?? match[2] ?? match[3] ?? '' }))
}

const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '')

const inBrowser = (file: string): boolean =>
  roomOf(file) === '' || roomOf(file) === 'contract' || BROWSER_ROOMS.has(roomOf(file))

const imports = files.flatMap(importsOf)
const say = ({ file, from }: Import): string => `${file} imports ${from}`
const target = ({ file, from }: Import): string => relative(SRC, resolve(SRC, dirname(file), from))

describe('the rooms', () => {
  it('are the ones of the plan, and every file stands in one', () => {
    const rooms = new Set(files.map(roomOf))
    rooms.delete('')
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([])
    expect(files.filter((file) => roomOf(file) === '' && !ROOF.has(file) && !/^app[\w-]*\.tsx?$/.test(file))).toEqual(
      [],
    )
    expect(imports.length).toBeGreaterThan(50)
  })

  it('import only themselves, the contract and the plain controls', () => {
    const strangers = imports.filter((each) => {
      const room = roomOf(each.file)
      if (room === '' || !each.from.startsWith('.')) return false
      const other = roomOf(target(each))
      return other !== room && !(MAY_IMPORT[room] ?? []).includes(other)
    })
    expect(strangers.map(say)).toEqual([])
  })

  it('let the contract stand on zod alone', () => {
    const outside = imports.filter(
      ({ file, from }) => roomOf(file) === 'contract' && !from.startsWith('.') && from !== 'zod',
    )
    expect(outside.map(say)).toEqual([])
  })

  it('bring nothing of Node into the browser', () => {
    const NODE_ONLY = /^(?:node:|sharp$|undici$|pino$|hono|@hono\/|ipaddr\.js$)/
    const leaks = imports.filter(({ file, from }) => inBrowser(file) && NODE_ONLY.test(from))
    expect(leaks.map(say)).toEqual([])
  })

  it('name their imports with their endings, and keep no barrel', () => {
    expect(
      imports.filter(({ from }) => from.startsWith('.') && !/\.(?:tsx?|css|json|wasm)(?:\?\w+)?$/.test(from)).map(say),
    ).toEqual([])
    expect(files.filter((file) => /(?:^|\/)(?:index|utils|helpers|types|constants)\.tsx?$/.test(file))).toEqual([])
  })
})
