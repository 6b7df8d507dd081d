import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { circlesIn, importsIn, isRelative, roomOf, ROOM_PACKAGES, ROOMS, type Import } from './fixtures/rooms.ts'

const imports = importsIn('src')
const files = [...new Set(imports.map(({ file }) => file))]
const say = ({ file, target }: Import): string => `${file} imports ${target}`

describe('the rooms', () => {
  it('are those of the table, and src holds nothing beside them but main.tsx', () => {
    const entries = readdirSync('src', { withFileTypes: true })
    expect(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)).toEqual(
      Object.keys(ROOMS).toSorted(),
    )
    expect(entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)).toEqual(['main.tsx'])
    expect(imports.length).toBeGreaterThan(500)
  })

  it('are one level deep and hold no more than 45 files each', () => {
    const entries = Object.keys(ROOMS).map((room) => readdirSync(`src/${room}`, { withFileTypes: true }))
    expect(entries.flat().filter((entry) => entry.isDirectory())).toEqual([])
    expect(entries.map((room) => room.length).filter((count) => count > 45)).toEqual([])
  })

  it('hold no file of 300 lines or more', () => {
    const all = readdirSync('src', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const lines = all.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return { path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }
    })
    expect(lines.length).toBeGreaterThan(300)
    expect(lines.filter((file) => file.lines >= 300)).toEqual([])
  })

  it('open only the rooms that the table lets them open', () => {
    const strangers = imports.filter(({ file, target }) => {
      const [room, other] = [roomOf(file), roomOf(target)]
      return isRelative(target) && room !== '' && other !== room && !ROOMS[room]?.includes(other)
    })
    expect(strangers.map(say)).toEqual([])
  })

  it('open every room that the table lets them open, so that the table tells how things are', () => {
    const opened = new Set(imports.map(({ file, target }) => `${roomOf(file)} → ${roomOf(target)}`))
    const unused = Object.entries(ROOMS).flatMap(([room, others]) => others.map((other) => `${room} → ${other}`))
    expect(unused.filter((pair) => !opened.has(pair))).toEqual([])
  })

  it('use only the packages that the table gives them', () => {
    const strangers = imports.filter(({ file, target }) => {
      const owner = ROOM_PACKAGES.find(([name]) => target === name || target.startsWith(name))
      return !isRelative(target) && !owner?.[1].includes(roomOf(file))
    })
    expect(strangers.map(say)).toEqual([])
  })

  it('hold no circle of imports, of types either', () => {
    expect(circlesIn(imports)).toEqual([])
  })

  it('name their imports with their endings, and keep no barrel', () => {
    const bare = imports.filter(({ target }) => isRelative(target) && !/\.(?:tsx?|css|json|wasm)$/.test(target))
    expect(bare.map(say)).toEqual([])
    expect(files.filter((file) => /(?:^|\/)(?:index|utils|helpers|types|constants)\.tsx?$/.test(file))).toEqual([])
  })
})

const edges = (pairs: readonly (readonly [string, string])[]): Import[] =>
  pairs.map(([file, target]) => ({ file, target }))

describe('the search for circles', () => {
  it('finds one of two files, one of three, and one that a file makes with itself', () => {
    expect(circlesIn(edges([['./a', './b'], ['./b', './a']]))).toHaveLength(1) // prettier-ignore
    expect(circlesIn(edges([['./a', './b'], ['./b', './c'], ['./c', './a'], ['./d', './a']]))).toEqual([['./a', './b', './c']]) // prettier-ignore
    expect(circlesIn(edges([['./a', './a']]))).toEqual([['./a']])
    expect(circlesIn(edges([['./a', './b'], ['./a', './c'], ['./b', './c']]))).toEqual([]) // prettier-ignore
  })
})
