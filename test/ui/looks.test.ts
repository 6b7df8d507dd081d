import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = join(import.meta.dirname, '../../src')
const theme = readFileSync(join(SRC, 'ui/theme.css'), 'utf8')
const sheets = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.css') && file !== 'ui/theme.css')
  .map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }))

/** What the custom properties of a block are set to. */
const tokensIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  )

const [darkPart = '', lightPart = ''] = theme.split(/@media \(prefers-color-scheme: light\)/)
const DARK = tokensIn(darkPart)
const LIGHT = { ...DARK, ...tokensIn(lightPart.split('@media')[0] ?? '') }

/** Every declaration of the sheets whose property matches, as `file: property: value`. */
const declarations = (property: RegExp): string[] =>
  sheets.flatMap(({ file, text }) =>
    [...text.replace(/\/\*.*?\*\//gs, '').matchAll(/^\s*(--?[a-z-]+|[a-z-]+):\s*([^;{]+);/gm)]
      .filter(([, name = '']) => property.test(name))
      .map(([, name, value]) => `${file}: ${name}: ${value}`),
  )

describe('the design language', () => {
  it('has every colour in one file', () => {
    const colours = declarations(/./).filter((line) => /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|color-mix)\(/i.test(line))
    expect(colours).toEqual([])
  })

  it('sets type in its own sizes, of which 13 px is the smallest and 14 the usual', () => {
    const strange = declarations(/^font(-size)?$/).filter(
      (line) => !/: (var\(--type[a-z-]*\)|inherit|calc\(100% .*)$/.test(line),
    )
    expect(strange.filter((line) => !line.includes('font: inherit'))).toEqual([])
    const sizes = Object.entries(DARK).filter(([name]) => name.startsWith('--type'))
    expect(Math.min(...sizes.map(([, rem]) => 16 * Number.parseFloat(rem.replace('clamp(', ''))))).toBe(13)
    expect(DARK['--type']).toBe('0.875rem')
  })

  it('moves in its own time, under 200 ms, and not at all where less motion is asked for', () => {
    const moves = declarations(/^transition/).filter(
      // A time behind the first is a delay.
      (line) => /\d+m?s\b/.test(line.replaceAll(/(var\(--quick\)) \d+ms/g, '$1')),
    )
    expect(moves).toEqual([])
    expect(Number.parseInt(DARK['--quick'] ?? '', 10)).toBeLessThan(200)
    expect(theme).toMatch(/prefers-reduced-motion: reduce\) {\s*:root {\s*--quick: 0s;/)
  })

  it('rounds corners and leaves gaps in its own steps', () => {
    const corners = declarations(/^border-radius$/).filter((line) => !/: (var\(--radius-[sml]\)|50%|1rem)$/.test(line))
    expect(corners).toEqual([])
    const gaps = declarations(/^((row-|column-)?gap|padding(-[a-z]+)*|margin(-[a-z]+)*)$/).filter((line) =>
      /[\d.](rem|px)\b/.test(line.replaceAll(/(?<![\d.])-?1px/g, '')),
    )
    // What a sticky part of the page covers.
    expect(gaps.filter((line) => !line.includes('scroll-padding'))).toEqual([])
  })

  it('names nothing that it does not have, and has nothing that is not named', () => {
    const scripts = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(join(SRC, file), 'utf8'))
      .join('\n')
    const all = sheets.map(({ text }) => text).join('\n')
    const used = new Set([...all.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name]) => name))
    const own = new Set(Object.keys(tokensIn(all)))
    expect([...used].filter((name) => name && !(name in DARK) && !own.has(name))).toEqual([])
    expect(Object.keys(DARK).filter((name) => !used.has(name) && !scripts.includes(name))).toEqual([])
  })
})

/** Relative luminance of an opaque colour (WCAG 2.2). */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((byte) => {
    const c = byte / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Red, green, blue and how opaque. */
function colourOf(css = ''): readonly number[] {
  const hex = /^#([0-9a-f]{6})$/i.exec(css)?.[1]
  if (hex) return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).concat(1)
  const [r = 0, g = 0, b = 0, percent = 100] = [...css.matchAll(/[\d.]+/g)].map(Number)
  return [r, g, b, percent / 100]
}

const over = (top: readonly number[], below: readonly number[]): readonly number[] =>
  [0, 1, 2].map((i) => (top[i] ?? 0) * (top[3] ?? 1) + (below[i] ?? 0) * (1 - (top[3] ?? 1)))

function contrast(tokens: Readonly<Record<string, string>>, ink: string, paper: string, under = '--panel'): number {
  const ground = over(colourOf(tokens[paper]), colourOf(tokens[under]))
  const [light = 0, dark = 0] = [luminance(over(colourOf(tokens[ink]), ground)), luminance(ground)].toSorted(
    (a, b) => b - a,
  )
  return (light + 0.05) / (dark + 0.05)
}

const SURFACES = ['--ground', '--panel', '--raised', '--sunken', '--hover', '--accent-soft', '--glass']

/** Text and what it stands on. */
const TEXTS: readonly (readonly [ink: string, paper: string])[] = [
  ...SURFACES.map((paper) => ['--text', paper] as const),
  ...['--muted', '--good', '--warn', '--bad'].flatMap((ink) =>
    ['--panel', '--ground', '--sunken'].map((paper) => [ink, paper] as const),
  ),
  ['--accent-text', '--accent'],
  ['--accent-text', '--accent-hover'],
  ['--text', '--bad-soft'],
  ['--text', '--warn-soft'],
  ['--bad', '--bad-soft'],
  ['--warn', '--warn-soft'],
  ['--muted', '--glass'],
  ['--accent', '--panel'],
  ['--axis-x', '--panel'],
  ['--axis-y', '--panel'],
  ['--axis-z', '--panel'],
  ['--stage-label', '--stage-ground'],
  ['--muted', '--stage-ground'],
  ['--muted', '--stage-glow'],
]

/** What tells a control, its state or where the focus is, beside what it lies on. */
const PARTS: readonly (readonly [part: string, paper: string])[] = [
  ...['--panel', '--ground', '--raised', '--stage-ground'].flatMap((paper) => [
    ['--accent', paper] as const,
    ['--focus', paper] as const,
  ]),
  ['--edge', '--panel'],
  ['--muted', '--panel'],
]

describe.each([
  ['dark', DARK],
  ['light', LIGHT],
])('in the %s', (_scheme, tokens) => {
  it.each(TEXTS)('%s is read on %s', (ink, paper) => {
    const ratios = ['--panel', ...(paper === '--glass' ? ['--stage-ground'] : [])].map((under) =>
      contrast(tokens, ink, paper, under),
    )
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(PARTS)('%s is seen on %s', (part, paper) => {
    expect(contrast(tokens, part, paper)).toBeGreaterThanOrEqual(3)
  })

  it('tells what is disabled from what is not', () => {
    expect(contrast(tokens, '--text', '--panel') / contrast(tokens, '--faint', '--panel')).toBeGreaterThan(2.5)
  })
})
