import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { isSampleCode } from '../../src/contract/sample.ts'
import { SAMPLES } from '../../src/session/samples.ts'

describe('bundled samples', () => {
  it('are the same list for the server as for the page', async () => {
    expect(JSON.parse(await readFile('public/samples/samples.json', 'utf8'))).toEqual(SAMPLES)
  })

  it('have distinct codes that the proxy sends to the local engine', () => {
    expect(SAMPLES.every(({ code }) => isSampleCode(code))).toBe(true)
    expect(new Set(SAMPLES.map(({ code }) => code)).size).toBe(SAMPLES.length)
  })

  it('suit each of the four readings once', () => {
    expect(SAMPLES.map(({ bestSpin }) => bestSpin).toSorted()).toEqual([0, 1, 2, 3])
  })

  it.each(SAMPLES)('$name is a small file, cut out, and touches no edge', async ({ file }) => {
    const bytes = await readFile(`public/samples/${file}`)
    expect(bytes.byteLength).toBeLessThanOrEqual(200_000)
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, info.channels]).toEqual([1024, 1024, 4])
    const alpha = (x: number, y: number) => data[(y * info.width + x) * 4 + 3] ?? 0
    const last = info.width - 1
    const edge = Array.from({ length: info.width }, (_, i) => [
      alpha(i, 0),
      alpha(i, last),
      alpha(0, i),
      alpha(last, i),
    ]).flat()
    expect(Math.max(...edge)).toBe(0)
    const covered = data.filter((value, i) => i % 4 === 3 && value > 250).length / (info.width * info.height)
    expect(covered).toBeGreaterThan(0.08)
  })
})
