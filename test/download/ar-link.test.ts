import { describe, expect, it } from 'vitest'
import { arLink } from '../../src/download/ar-link.ts'

const FILES = { usdz: 'https://plinth.example/a.usdz?v=1', glb: 'https://plinth.example/a b.glb?v=1&x=2' }
const phone = (what: object) => ({ quickLook: false, android: false, https: true, ...what })

describe('the link to augmented reality', () => {
  it('is the USDZ itself where the browser has Quick Look', () => {
    expect(arLink(FILES, phone({ quickLook: true }))).toEqual({ kind: 'quick-look', href: FILES.usdz })
  })

  it('is Scene Viewer on Android, with the file’s whole address as one value', () => {
    const link = arLink(FILES, phone({ android: true }))
    expect(link?.href).toMatch(
      /^intent:\/\/arvr\.google\.com\/scene-viewer\/1\.0\?file=https%3A%2F%2Fplinth\.example%2F/,
    )
    const query = new URLSearchParams(link?.href.split('?')[1]?.split('#')[0])
    expect(query.get('file')).toBe(FILES.glb)
    expect(query.get('resizable')).toBe('false')
    expect(link?.href).toContain('#Intent;scheme=https;')
  })

  it.each([
    ['a desk', FILES, phone({})],
    [
      'an Android phone without HTTPS, where Scene Viewer fetches nothing',
      FILES,
      phone({ android: true, https: false }),
    ],
    ['an iPhone when there is no USDZ', { ...FILES, usdz: null }, phone({ quickLook: true })],
  ])('is not offered on %s', (_, files, what) => {
    expect(arLink(files, what)).toBeNull()
  })
})
