import { BoxGeometry, SphereGeometry, type BufferGeometry } from 'three'
import { describe, expect, it } from 'vitest'
import { countEdges, type PlacedTriangles } from '../../src/glb/count-edges.ts'

const STAY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
const to = (x: number) => [...STAY.slice(0, 12), x, 0, 0, 1]

const part = (geometry: BufferGeometry, matrix = STAY): PlacedTriangles => ({
  positions: Float32Array.from(geometry.getAttribute('position').array),
  indices: geometry.index ? Uint32Array.from(geometry.index.array) : null,
  matrix,
})

/** One side of a cube, moved along x. */
const quad = (x: number): PlacedTriangles => ({
  ...part(new BoxGeometry()),
  indices: part(new BoxGeometry()).indices?.slice(0, 6) ?? null,
  matrix: to(x),
})

const triangle = (...positions: number[]): PlacedTriangles => ({
  positions: Float32Array.from(positions),
  indices: null,
  matrix: STAY,
})

describe('a surface', () => {
  it('is closed though its vertices are split for normals and UVs', () => {
    // A cube has 24 vertices for its 8 corners.
    expect(countEdges([part(new BoxGeometry())])).toEqual({ open: 0, crowded: 0 })
  })

  it('is closed where a pole has faces without an area', () => {
    const sphere = part(new SphereGeometry(1, 8, 8))
    const snapped = { ...sphere, positions: sphere.positions.map((value) => Math.round(value * 1e5) / 1e5) }
    expect(countEdges([snapped])).toEqual({ open: 0, crowded: 0 })
  })

  it('has three open edges as a lone triangle, and four as two that share one', () => {
    const lone = triangle(0, 0, 0, 1, 0, 0, 0, 1, 0)
    expect(countEdges([lone]).open).toBe(3)
    expect(countEdges([lone, triangle(1, 0, 0, 1, 1, 0, 0, 1, 0)]).open).toBe(4)
  })

  it('counts the rim of a hole', () => {
    const box = part(new BoxGeometry())
    expect(countEdges([{ ...box, indices: box.indices?.slice(6) ?? null }]).open).toBe(4)
  })

  it('counts the edges of parts that stand apart for each of them', () => {
    expect(countEdges([quad(0)]).open).toBe(4)
    expect(countEdges([quad(0), quad(5)]).open).toBe(8)
  })

  it('counts the edges where more than two faces meet', () => {
    const [a, b] = [
      [0, 0, 0],
      [1, 0, 0],
    ] as const
    const fins = [triangle(...a, ...b, 0, 1, 0), triangle(...a, ...b, 0, 0, 1), triangle(...a, ...b, 0, -1, 0)]
    expect(countEdges(fins)).toEqual({ open: 6, crowded: 1 })
  })

  it('takes 0 and -0 for the same position', () => {
    expect(countEdges([triangle(0, 0, 0, 1, 0, 0, 0, 1, 0), triangle(-0, 0, -0, 1, -0, 0, 0, -1, 0)]).open).toBe(4)
  })
})
