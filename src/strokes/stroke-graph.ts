/*
 * The graph on which a stroke is solved: a node for what a region has on the side that may change, links between nodes
 * that weigh what it costs to divide them, and each node's links to what cannot change.
 */
import type { PixelBox } from '../cutout/hint.ts'
import type { Regions } from './regions.ts'

/** What may become of a pixel of the window. */
export const ROLE = {
  /** It is as the stroke wants it. */
  done: 0,
  /** It may change. */
  free: 1,
  /** It changes: the stroke was drawn over it. */
  seed: 2,
  /** It stays: an earlier stroke said so. */
  stays: 3,
} as const

export class StrokeGraph {
  readonly window: PixelBox
  /** Per pixel of the window, its node, or -1 - its role. */
  readonly nodeAt: Int32Array
  readonly count: number
  readonly areaPx: Float32Array
  readonly seedPx: Float32Array
  /** Mean colours, RGB, and middles. */
  readonly rgb: Float32Array
  readonly x: Float32Array
  readonly y: Float32Array
  /** Weights of a node's links to what is as the stroke wants it, and to what stays. */
  readonly toDone: Float32Array
  readonly toStaying: Float32Array
  /** Links, listed by their lower node: the first of each node, the next of each link, the higher node, the weight. */
  readonly firstLink: Int32Array
  nextLink: Int32Array
  linkTo: Int32Array
  linkWeight: Float32Array
  links = 0

  /**
   * @param role per pixel of the window, one of ROLE
   * @param resistance by how strong an edge is, what it costs to divide two pixels with it between them
   * @param fine whether what was drawn over is a node of its own, and not counted with the rest of its region
   */
  constructor(
    { of, count, rgb, edge }: Regions,
    width: number,
    window: PixelBox,
    role: Uint8Array,
    resistance: Float32Array,
    fine: boolean,
  ) {
    this.window = window
    this.nodeAt = new Int32Array(role.length)
    const [w, h] = [window.right - window.left, window.bottom - window.top]
    const nodes = new Int32Array(2 * count).fill(-1)
    let found = 0
    for (let y = 0; y < h; y++)
      found = numberRow(
        of,
        (y + window.top) * width + window.left,
        role,
        y * w,
        w,
        nodes,
        found,
        this.nodeAt,
        fine ? count : 0,
      )
    this.count = found
    this.areaPx = new Float32Array(found)
    this.seedPx = new Float32Array(found)
    this.rgb = new Float32Array(3 * found)
    this.x = new Float32Array(found)
    this.y = new Float32Array(found)
    this.toDone = new Float32Array(found)
    this.toStaying = new Float32Array(found)
    this.firstLink = new Int32Array(found).fill(-1)
    this.nextLink = new Int32Array(4 * found + 64)
    this.linkTo = new Int32Array(this.nextLink.length)
    this.linkWeight = new Float32Array(this.nextLink.length)
    for (let y = 0; y < h; y++) this.#gatherRow(rgb, (y + window.top) * width + window.left, role, y, w)
    for (let n = 0; n < found; n++) {
      const area = this.areaPx[n]!
      this.x[n]! /= area
      this.y[n]! /= area
      for (let c = 3 * n; c < 3 * n + 3; c++) this.rgb[c]! /= area
    }
    for (let y = 0; y < h; y++)
      this.#linkRow(edge, (y + window.top) * width + window.left, width, y * w, w, y < h - 1, resistance)
  }

  #gatherRow(rgb: Uint8Array, from: number, role: Uint8Array, y: number, w: number): void {
    for (let x = 0, p = from, k = y * w; x < w; x++, p++, k++) {
      const n = this.nodeAt[k]!
      if (n < 0) continue
      this.areaPx[n]!++
      if (role[k] === ROLE.seed) this.seedPx[n]!++
      this.rgb[3 * n]! += rgb[3 * p]!
      this.rgb[3 * n + 1]! += rgb[3 * p + 1]!
      this.rgb[3 * n + 2]! += rgb[3 * p + 2]!
      this.x[n]! += x + this.window.left
      this.y[n]! += y + this.window.top
    }
  }

  #linkRow(
    edge: Uint8Array,
    from: number,
    width: number,
    row: number,
    w: number,
    below: boolean,
    resistance: Float32Array,
  ): void {
    for (let x = 0, p = from, k = row; x < w; x++, p++, k++) {
      const a = this.nodeAt[k]!
      const e = edge[p]!
      if (x < w - 1) this.#link(a, this.nodeAt[k + 1]!, e, edge[p + 1]!, 1, resistance)
      if (!below) continue
      this.#link(a, this.nodeAt[k + w]!, e, edge[p + width]!, 1, resistance)
      if (x < w - 1) this.#link(a, this.nodeAt[k + w + 1]!, e, edge[p + width + 1]!, Math.SQRT1_2, resistance)
      if (x > 0) this.#link(a, this.nodeAt[k + w - 1]!, e, edge[p + width - 1]!, Math.SQRT1_2, resistance)
    }
  }

  #link(a: number, b: number, edgeA: number, edgeB: number, share: number, resistance: Float32Array): void {
    if (a === b || (a < 0 && b < 0)) return
    const weight = share * resistance[edgeA > edgeB ? edgeA : edgeB]!
    if (a >= 0 && b >= 0) {
      if (a < b) this.#linkNodes(a, b, weight)
      else this.#linkNodes(b, a, weight)
      return
    }
    const [node, other] = a >= 0 ? [a, b] : [b, a]
    if (other === -1 - ROLE.done) this.toDone[node]! += weight
    else this.toStaying[node]! += weight
  }

  #linkNodes(a: number, b: number, weight: number): void {
    for (let k = this.firstLink[a]!; k >= 0; k = this.nextLink[k]!)
      if (this.linkTo[k] === b) {
        this.linkWeight[k]! += weight
        return
      }
    if (this.links === this.nextLink.length) this.#makeRoom()
    const k = this.links++
    this.linkTo[k] = b
    this.linkWeight[k] = weight
    this.nextLink[k] = this.firstLink[a]!
    this.firstLink[a] = k
  }

  #makeRoom(): void {
    const [next, to, weight] = [this.nextLink, this.linkTo, this.linkWeight]
    this.nextLink = new Int32Array(2 * next.length)
    this.linkTo = new Int32Array(2 * next.length)
    this.linkWeight = new Float32Array(2 * next.length)
    this.nextLink.set(next)
    this.linkTo.set(to)
    this.linkWeight.set(weight)
  }
}

function numberRow(
  of: Int32Array,
  from: number,
  role: Uint8Array,
  row: number,
  w: number,
  nodes: Int32Array,
  found: number,
  nodeAt: Int32Array,
  seedsFrom: number,
): number {
  let count = found
  for (let p = from, k = row; k < row + w; p++, k++) {
    if (role[k] !== ROLE.free && role[k] !== ROLE.seed) {
      nodeAt[k] = -1 - role[k]!
      continue
    }
    const region = of[p]! + (role[k] === ROLE.seed ? seedsFrom : 0)
    if (nodes[region] === -1) nodes[region] = count++
    nodeAt[k] = nodes[region]!
  }
  return count
}
