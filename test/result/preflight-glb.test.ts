import { describe, expect, it } from 'vitest'
import { preflightGlb } from '../../src/result/preflight-glb.ts'

/** A GLB of a JSON chunk alone, as glTF 2.0 §4.4 lays it out. */
function glb(document: unknown): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(document))
  const length = Math.ceil(text.length / 4) * 4
  const bytes = new Uint8Array(20 + length).fill(0x20)
  const view = new DataView(bytes.buffer)
  ;[0x46546c67, 2, bytes.length, length, 0x4e4f534a].forEach((word, index) => view.setUint32(index * 4, word, true))
  bytes.set(text, 20)
  return bytes
}

const asset = { version: '2.0' }
const accessor = (count: number) => ({ count, componentType: 5126, type: 'VEC3' })

describe('a mesh file is looked at before it is opened', () => {
  it('lets a plain one pass and counts its triangles', () => {
    const plain = glb({ asset, accessors: [accessor(9)], meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }] })
    expect(preflightGlb(plain)).toEqual({ triangles: 3, extensionsUsed: [] })
  })

  it('refuses 200 bytes that ask for 3.6 GB', () => {
    const bomb = glb({ asset, accessors: [accessor(300_000_000)] })
    expect(bomb.length).toBeLessThan(200)
    expect(() => preflightGlb(bomb)).toThrow(/3\.6 GB/)
  })

  it('refuses more triangles than can be shown', () => {
    const many = glb({ asset, accessors: [accessor(33_000_000)], meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }] })
    expect(() => preflightGlb(many)).toThrow(/11 million triangles/)
  })

  it.each([
    ['a node that is its own child', [{ children: [0] }]],
    ['two nodes in a circle', [{ children: [1] }, { children: [0] }]],
    ['nodes 600 deep', Array.from({ length: 600 }, (_, node) => (node < 599 ? { children: [node + 1] } : {}))],
  ])('refuses %s', (_, nodes) => {
    expect(() => preflightGlb(glb({ asset, nodes }))).toThrow(/circle, or too deep/)
  })

  it('is not held up by 40 layers of nodes that share all their children', () => {
    const layered = Array.from({ length: 80 }, (_, node) => {
      const next = (node - (node % 2)) + 2
      return next < 80 ? { children: [next, next + 1] } : {}
    })
    expect(preflightGlb(glb({ asset, nodes: layered }))).toMatchObject({ triangles: 0 })
  })

  it.each([
    ['a buffer', { buffers: [{ uri: 'https://example.com/a.bin' }] }],
    ['a picture', { images: [{ uri: '../../etc/passwd' }] }],
  ])('refuses %s from outside the file, and takes one within', (_, outside) => {
    expect(() => preflightGlb(glb({ asset, ...outside }))).toThrow(/outside itself/)
    expect(() => preflightGlb(glb({ asset, images: [{ uri: 'data:image/png;base64,AA==' }] }))).not.toThrow()
  })

  it('refuses every file that is cut off, with a sentence', () => {
    const whole = glb({ asset, nodes: [{}, {}] })
    for (let length = 0; length < whole.length; length++) {
      expect(() => preflightGlb(whole.slice(0, length))).toThrow(/cut off|no GLB/)
    }
  })

  it('refuses what is no GLB, an older one, and a description that is none', () => {
    expect(() => preflightGlb(new TextEncoder().encode('<!doctype html><title>502</title>'))).toThrow(/no GLB/)
    const old = glb({ asset })
    old[4] = 1
    expect(() => preflightGlb(old)).toThrow(/older glTF/)
    expect(() => preflightGlb(glb({ asset, accessors: [{ ...accessor(1), count: -1 }] }))).toThrow(/not what glTF 2\.0/)
    expect(() => preflightGlb(glb([]))).toThrow(/not what glTF 2\.0/)
  })
})
