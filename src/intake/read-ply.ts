/**
 * PLY (Stanford, 1994), text and binary of both byte orders. three.js's PLYLoader drops faces of more than four corners, which Blender writes,
 * rounds colours to eight linear bits, and reads past the end of a file whose header promises more.
 */
import type { MeshMaterial, MeshPart } from '../formats/mesh-part.ts'
import { IntakeError } from './intake-error.ts'
import { linear } from './linear.ts'
import { bytesOf, plyHeader, type PlyElement, type PlyHeader, type PlyType } from './ply-header.ts'
import { plyNumbers, type PlyNumbers } from './ply-numbers.ts'
import type { Report } from './report.ts'
import { PLAIN_MATERIAL, WHITE_MATERIAL, refuseMany } from './surface.ts'

/** Names of each value of a vertex, in the dialects of MeshLab, Blender, CloudCompare and scanners. */
const NAMES = {
  positions: [['x'], ['y'], ['z']],
  normals: [['nx'], ['ny'], ['nz']],
  uvs: [
    ['s', 'u', 'texture_u'],
    ['t', 'v', 'texture_v'],
  ],
  colours: [
    ['red', 'r', 'diffuse_red'],
    ['green', 'g', 'diffuse_green'],
    ['blue', 'b', 'diffuse_blue'],
    ['alpha', 'a'],
  ],
} as const

type Use = keyof typeof NAMES

/** A whole colour at the top of its type's range. */
const whole = (type: PlyType): number =>
  type.startsWith('f') || type.startsWith('d') ? 1 : 2 ** (8 * bytesOf(type)) - 1

const MAX_CORNERS_OF_FACE = 100_000

interface Slot {
  readonly use: Use
  readonly at: number
}

const slotOf = (name: string): Slot | null => {
  for (const use of Object.keys(NAMES) as Use[]) {
    const at = NAMES[use].findIndex((names: readonly string[]) => names.includes(name.toLowerCase()))
    if (at >= 0) return { use, at }
  }
  return null
}

type Vertices = Pick<MeshPart, Use>

function readVertices({ count, properties }: PlyElement, numbers: PlyNumbers): Vertices {
  const slots = properties.map(({ name, countType }) => (countType ? null : slotOf(name)))
  const has = (use: Use, values: number) =>
    slots.filter((slot) => slot?.use === use && slot.at < values).length === values
  const vertices = {
    positions: new Float32Array(count * 3),
    normals: has('normals', 3) ? new Float32Array(count * 3) : null,
    uvs: has('uvs', 2) ? new Float32Array(count * 2) : null,
    colours: has('colours', 3) ? new Float32Array(count * 4).fill(1) : null,
  }
  for (let vertex = 0; vertex < count && !numbers.isOver; vertex++) {
    for (const [index, { type, countType }] of properties.entries()) {
      for (let left = countType ? numbers.next(countType) : 1; left > 0 && !numbers.isOver; left--) {
        const [value, slot] = [numbers.next(type), slots[index]]
        const values = slot && vertices[slot.use]
        if (!slot || !values) continue
        const to = vertex * NAMES[slot.use].length + slot.at
        if (slot.use === 'colours') values[to] = slot.at < 3 ? linear(value / whole(type)) : value / whole(type)
        else values[to] = slot.use === 'uvs' && slot.at === 1 ? 1 - value : value
      }
    }
  }
  return vertices
}

/** Grows as triangles come, since a header does not say how many corners its faces have. */
class Triangles {
  #corners = new Uint32Array(3072)
  #length = 0
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  add(a: number, b: number, c: number): void {
    if (this.#length === this.#corners.length) {
      refuseMany(this.#length / 3 + 1, this.#name)
      const larger = new Uint32Array(this.#length * 2)
      larger.set(this.#corners)
      this.#corners = larger
    }
    // A negative index becomes one far beyond the vertices, and is left out with those.
    this.#corners.set([a, b, c], this.#length)
    this.#length += 3
  }

  get indices(): Uint32Array {
    return this.#corners.subarray(0, this.#length)
  }
}

/** Each face as a fan. A strip alternates its winding, and -1 begins another one. */
function readFaces({ count, properties }: PlyElement, numbers: PlyNumbers, to: Triangles, isStrip: boolean): void {
  for (let face = 0; face < count && !numbers.isOver; face++) {
    for (const { name, type, countType } of properties) {
      const length = countType ? numbers.next(countType) : 1
      const isFace = /^vertex_ind(?:ices|ex)$/.test(name) && countType !== null
      if (isFace && !isStrip && length > MAX_CORNERS_OF_FACE)
        throw new IntakeError(`A face with ${length} corners is none that can be read. Export the PLY again.`)
      let [a, b, run] = [0, 0, 0]
      for (let k = 0; k < length && !numbers.isOver; k++) {
        const c = numbers.next(type)
        if (!isFace || numbers.isOver) continue
        if (isStrip && c === -1) run = -1
        else if (run >= 2) to.add(...((isStrip && run % 2 === 1 ? [b, a, c] : [a, b, c]) as [number, number, number]))
        if (isStrip || run === 0) a = run <= 0 ? c : b
        b = c
        run++
      }
    }
  }
}

function skip({ count, properties }: PlyElement, numbers: PlyNumbers): void {
  for (let row = 0; row < count && !numbers.isOver; row++)
    for (const { type, countType } of properties)
      for (let left = countType ? numbers.next(countType) : 1; left > 0 && !numbers.isOver; left--) numbers.next(type)
}

/** Refuses counts that the rest of the file has no room for, before memory for them is taken. */
function refuseMore({ elements, format, end }: PlyHeader, bytes: Uint8Array, cutOff: () => IntakeError): void {
  const room = elements.reduce((sum, { count, properties }) => {
    const row = properties.reduce(
      (all, { type, countType }) => all + (format === 'ascii' ? 2 : countType ? bytesOf(countType) : bytesOf(type)),
      0,
    )
    return sum + count * row
  }, 0)
  // The last number of a text needs no space after it.
  if (room > bytes.length - end + 1) throw cutOff()
}

export interface ReadPly {
  readonly part: MeshPart
  /** The picture that it names for its UVs. */
  readonly texture: string | null
}

/**
 * A PLY as it stands in the file. Faces may have any number of corners.
 * @throws {IntakeError} for one that is cut off, holds only points, or is too large
 */
export function readPly(bytes: Uint8Array, name: string, report: Report): ReadPly {
  const header = plyHeader(bytes, name)
  const cutOff = () =>
    new IntakeError(`${name} is cut off: its header promises more than it holds. Export or copy it again.`)
  refuseMore(header, bytes, cutOff)
  const numbers = plyNumbers(bytes, header)
  const triangles = new Triangles(name)
  let vertices: Vertices | null = null
  for (const element of header.elements) {
    if (element.name === 'vertex' && !vertices) vertices = readVertices(element, numbers)
    else if (element.name === 'face') readFaces(element, numbers, triangles, false)
    else if (element.name === 'tristrips') readFaces(element, numbers, triangles, true)
    else skip(element, numbers)
    if (element.name === 'face' && element.properties.some(({ name: own }) => slotOf(own)?.use === 'colours'))
      report.add('The colours of its faces were left out: only those of vertices are read.')
  }
  if (numbers.isOver) throw cutOff()
  if (triangles.indices.length === 0)
    throw new IntakeError(
      `${name} holds only points, and Plinth needs triangles. Make a surface of them first, as MeshLab does.`,
    )
  const material: MeshMaterial = vertices?.colours || header.texture ? WHITE_MATERIAL : PLAIN_MATERIAL
  const none: Vertices = { positions: new Float32Array(), normals: null, uvs: null, colours: null }
  return {
    part: { name: '', ...(vertices ?? none), indices: triangles.indices, material },
    texture: vertices?.uvs ? header.texture : null,
  }
}
