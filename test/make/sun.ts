import * as three from 'three'
import { noise, smoothMax, smoothMin, smoothstep } from './field.ts'

const FACE_RADIUS = 0.375
const RAYS = 16
const BEADS = 56

const bump = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) =>
  Math.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2)

/** A calm face in the unit disc: brows, closed lids, nose, lips, cheeks, chin. Mirrored, so `x` may be its magnitude. */
function face(px: number, y: number): number {
  const x = Math.abs(px)
  const dome = 0.62 * Math.sqrt(Math.max(0, 1 - px * px - y * y))
  const browLine = 0.36 - 0.5 * (x - 0.36) ** 2
  const brow =
    0.11 * Math.exp(-(((y - browLine) / 0.07) ** 2)) * smoothstep(0.02, 0.16, x) * (1 - smoothstep(0.6, 0.82, x))
  const socket = -0.13 * bump(x, y, 0.36, 0.17, 0.21, 0.13)
  const lid = 0.17 * smoothstep(1, 0.55, Math.hypot((x - 0.37) / 0.185, (y - 0.15) / 0.105))
  const lash =
    -0.06 *
    Math.exp(-(((y - 0.11 + 0.5 * (0.035 - (x - 0.37) ** 2)) / 0.018) ** 2)) *
    (1 - smoothstep(0.15, 0.2, Math.abs(x - 0.37)))
  const bridge = 0.17 * Math.exp(-((x / 0.075) ** 2)) * smoothstep(-0.2, -0.1, y) * (1 - smoothstep(0.1, 0.42, y))
  const tip = 0.16 * bump(px, y, 0, -0.11, 0.1, 0.085) + 0.09 * bump(x, y, 0.105, -0.125, 0.055, 0.05)
  const cheek = 0.11 * bump(x, y, 0.47, -0.2, 0.2, 0.18)
  const mouthLine = -0.4 + 0.42 * x * x
  const lips = smoothstep(0.3, 0.08, x)
  const upper = 0.1 * Math.exp(-(((y - mouthLine - 0.05) / 0.042) ** 2)) * lips
  const lower = 0.12 * Math.exp(-(((y - mouthLine + 0.065) / 0.05) ** 2)) * smoothstep(0.24, 0.04, x)
  const cut = -0.07 * Math.exp(-(((y - mouthLine) / 0.018) ** 2)) * smoothstep(0.34, 0.2, x)
  const chin = 0.09 * bump(px, y, 0, -0.7, 0.17, 0.11)
  return dome + brow + socket + lid + lash + bridge + tip + cheek + upper + lower + cut + chin
}

/** Rays: straight blades with a ridge, and flames that wave between them. */
function rays(radius: number, angle: number): number {
  const turn = (angle / (2 * Math.PI)) * RAYS
  const index = Math.round(turn)
  const flame = Math.abs(index) % 2 === 1
  const reach = flame ? 0.37 : 0.41
  const t = (radius - FACE_RADIUS + 0.03) / reach
  if (t < 0 || t > 1) return 0
  const wave = flame ? 0.032 * Math.sin(t * 6.6) * smoothstep(0, 0.3, t) : 0
  const across = Math.abs(((turn - index) / RAYS) * 2 * Math.PI * radius - wave)
  const width = (flame ? 0.058 : 0.066) * Math.pow(1 - t, flame ? 0.75 : 0.9) + 0.002
  const inside = 1 - across / width
  if (inside <= 0) return 0
  const ridge = flame ? Math.sqrt(Math.min(1, inside * 1.6)) * 0.055 : smoothMin(inside * 0.085, 0.075, 0.01)
  return ridge * (1 - 0.55 * t)
}

function beads(radius: number, angle: number): number {
  const turn = (angle / (2 * Math.PI)) * BEADS
  const along = ((turn - Math.round(turn)) / BEADS) * 2 * Math.PI * 0.845
  return Math.sqrt(Math.max(0, 1 - (Math.hypot(radius - 0.845, along) / 0.036) ** 2)) * 0.05
}

/** Two rounded mouldings at the edge. */
function rim(radius: number): number {
  const roll = (at: number, half: number, height: number) =>
    Math.sqrt(Math.max(0, 1 - ((radius - at) / half) ** 2)) * height
  return Math.max(roll(0.945, 0.055, 0.11), roll(0.79, 0.016, 0.026))
}

interface Relief {
  readonly height: number
  /** Which glaze lies there, soft at its edge: 0 the cobalt field, 1 the ochre sun or the white mouldings. */
  readonly cover: number
  readonly glaze: 'sun' | 'white'
}

function relief(radius: number, angle: number): Relief {
  const [x, y] = [radius * Math.sin(angle), radius * Math.cos(angle)]
  if (radius < FACE_RADIUS) {
    return { height: 0.03 + face(x / FACE_RADIUS, y / FACE_RADIUS) * FACE_RADIUS * 0.62, cover: 1, glaze: 'sun' }
  }
  const ground = 0.008 + 0.012 * (1 - radius) + 0.003 * noise(x * 9, y * 9)
  const collar = Math.sqrt(Math.max(0, 1 - ((radius - FACE_RADIUS) / 0.022) ** 2)) * 0.05
  const rayed = Math.max(rays(radius, angle), collar)
  const white = Math.max(beads(radius, angle), rim(radius))
  const raised = Math.max(rayed, white)
  return {
    height: smoothMax(ground, raised, 0.004),
    cover: smoothstep(-0.001, 0.008, raised - ground),
    glaze: white > rayed ? 'white' : 'sun',
  }
}

const COBALT = [0x164aa8, 0x0a1f5e] as const
const GLAZES = { sun: [0xf0a526, 0xb05a0c], white: [0xf3ebd6, 0xb9a274] } as const

/** Relief at its best: a tin-glazed tondo, an ochre sun on a cobalt field. `detail` 1 is the sample's own; less is coarser and faster. */
export function sun(detail = 1): three.Object3D {
  const [rings, spokes] = [Math.round(420 * detail), Math.round(1440 * detail)]
  const heights = new Float32Array((rings + 1) * spokes)
  const reliefs: Relief[] = []
  const positions: number[] = []
  for (let ring = 0; ring <= rings; ring++)
    for (let spoke = 0; spoke < spokes; spoke++) {
      const radius = Math.max(0.0005, ring / rings)
      const angle = ((spoke / spokes) * 2 - 1) * Math.PI
      const here = relief(radius, angle)
      const height = here.height
      heights[ring * spokes + spoke] = height
      reliefs.push(here)
      positions.push(radius * Math.sin(angle), radius * Math.cos(angle), height)
    }
  const colours: number[] = []
  const at = (ring: number, spoke: number) =>
    heights[Math.min(rings, Math.max(0, ring)) * spokes + ((spoke + spokes) % spokes)] ?? 0
  for (let ring = 0; ring <= rings; ring++)
    for (let spoke = 0; spoke < spokes; spoke++) {
      const i = ring * spokes + spoke
      // Glaze runs off ridges and pools in hollows: pale on the one, deep in the other.
      const reach = Math.max(1, Math.round(6 * detail))
      const step = Math.max(2, Math.round((reach * spokes) / (2 * Math.PI * Math.max(12 * detail, ring))))
      const around =
        (at(ring - reach, spoke) + at(ring + reach, spoke) + at(ring, spoke - step) + at(ring, spoke + step)) / 4
      const pooled =
        (around - at(ring, spoke)) * 55 +
        0.14 +
        0.16 * noise((positions[i * 3] ?? 0) * 7, (positions[i * 3 + 1] ?? 0) * 7)
      const { cover = 0, glaze = 'sun' } = reliefs[i] ?? {}
      const depth = Math.min(0.9, Math.max(0, pooled))
      const [field, raised] = [COBALT, GLAZES[glaze]].map(([thin, deep]) =>
        new three.Color(thin).lerp(new three.Color(deep), depth),
      )
      colours.push(...(field ?? new three.Color()).lerp(raised ?? new three.Color(), cover).toArray())
    }
  const indices: number[] = []
  for (let ring = 0; ring < rings; ring++)
    for (let spoke = 0; spoke < spokes; spoke++) {
      const next = (spoke + 1) % spokes
      const [a, b, c, d] = [
        ring * spokes + spoke,
        ring * spokes + next,
        (ring + 1) * spokes + spoke,
        (ring + 1) * spokes + next,
      ]
      indices.push(a, b, c, b, d, c)
    }
  const geometry = new three.BufferGeometry()
  geometry.setAttribute('position', new three.Float32BufferAttribute(positions, 3))
  geometry.setAttribute('color', new three.Float32BufferAttribute(colours, 3))
  geometry.setIndex(indices)
  geometry.computeVertexNormals()
  const glaze = new three.MeshPhysicalMaterial({
    vertexColors: true,
    roughness: 0.4,
    clearcoat: 0.7,
    clearcoatRoughness: 0.16,
    side: three.DoubleSide,
  })
  return new three.Mesh(geometry, glaze)
}
