import sharp from 'sharp'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { smoothstep } from './field.ts'
import { castShadows, gather, LIGHTS, type Light, type LightName, type Shadows } from './lamps.ts'
import { MODELS, type ModelName } from './objects.ts'
import { rasterise } from './rasterise.ts'
import { PHOTO_ROOMS, type PhotoRoom, type PhotoRoomName } from './photo-rooms.ts'
import { solidOf, type Solid } from './solid.ts'

/*
 * Photos as artists hand them in, drawn in well under a second, with the outline that is true of them: one of our own objects,
 * lit softly, on paper or in a furnished room, with its shadow, through a lens and a sensor into a file.
 * Light is gathered at the vertices and at a lattice of places on ground and wall; only gloss is reckoned pixel by pixel.
 */

export interface PhotoSpec {
  readonly object: ModelName
  /** `none`: the background is taken out, as by hand. */
  readonly room: PhotoRoomName | 'none'
  readonly light?: LightName
  /** Quality 85 as a JPEG, as a phone sends it. Transparent in room `none`, which takes a PNG. */
  readonly encoding: 'jpeg' | 'png'
  /** Width and height in pixels, 640 unless given. */
  readonly side?: number
}

export interface Photo {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
  /** How far the object truly covers each pixel, 0…1, rows from the top. */
  readonly alpha: Float32Array
}

/** Takes a photo; the same spec gives the same bytes. */
export async function takePhoto({ object, room, light = 'softbox', encoding, side = 640 }: PhotoSpec): Promise<Photo> {
  if (room === 'none' && encoding !== 'png') throw new Error('Only a PNG can be transparent.')
  const place = PHOTO_ROOMS[room === 'none' ? 'grey paper' : room]
  const { solid, shadows } = setUp(object, light)
  const bounce = bounceOf(place, LIGHTS[light])
  const camera = cameraOn(solid, MODELS[object].downRad, side)
  const picture = drawObject(solid, shadows, bounce, camera)
  if (room !== 'none') layOver(picture, drawRoom(place, shadows, bounce, camera))
  const rgba = develop(picture, place, randomOf(`${object} ${room} ${light} ${side}`), room === 'none')
  const raw = sharp(rgba, { raw: { width: side, height: side, channels: 4 } })
  const image = room === 'none' ? raw : raw.removeAlpha()
  const bytes = await (encoding === 'jpeg' ? image.jpeg({ quality: 85 }) : image.png()).toBuffer()
  return { bytes, width: side, height: side, alpha: picture.alpha }
}

const solids = new Map<ModelName, Solid>()
const setUps = new Map<string, Shadows>()

/** The object and its shadows, made once for all rooms. */
function setUp(object: ModelName, light: LightName): { solid: Solid; shadows: Shadows } {
  const solid = solids.get(object) ?? solidOf(MODELS[object])
  solids.set(object, solid)
  const name = `${object} ${light}`
  const shadows = setUps.get(name) ?? castShadows(solid, LIGHTS[light])
  setUps.set(name, shadows)
  return { solid, shadows }
}

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** What the lit ground throws back, taken as the same everywhere. */
function bounceOf({ ground }: PhotoRoom, { lamp, lampColour, skyColour }: Light): Vec3 {
  const samples = Array.from({ length: 64 }, (_, k) => ground((k % 8) / 4 - 0.9, Math.floor(k / 8) / 4 - 0.9))
  return [0, 1, 2].map((c) => {
    const mean = samples.reduce((sum, colour) => sum + colour[c]!, 0) / samples.length
    return mean * 0.75 * (lampColour[c]! * lamp[1] + skyColour[c]!)
  }) as [number, number, number]
}

/** A pinhole camera: a point at `p` is seen at `centre + focal · (p - eye)·axis / (p - eye)·forward`. */
interface Camera {
  readonly side: number
  readonly eye: Vec3
  readonly right: Vec3
  readonly up: Vec3
  readonly forward: Vec3
  readonly focal: number
  readonly centreX: number
  readonly centreY: number
}

const DISTANCE = 3.4
/** Share of the picture's side that the object's longer side takes. */
const FILL = 0.7

/** Looks down by `downRad` on the object's middle, and frames it. */
function cameraOn({ positions }: Solid, downRad: number, side: number): Camera {
  const [cos, sin] = [Math.cos(downRad), Math.sin(downRad)]
  const top = positions.reduce((most, value, k) => (k % 3 === 1 ? Math.max(most, value) : most), 0)
  const eye: Vec3 = [0, top / 2 + DISTANCE * sin, DISTANCE * cos]
  const axes = { right: [1, 0, 0], up: [0, cos, -sin], forward: [0, -sin, -cos] } as const
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let v = 0; v < positions.length; v += 3) {
    const from: Vec3 = [positions[v]! - eye[0], positions[v + 1]! - eye[1], positions[v + 2]! - eye[2]]
    const depth = dot(from, axes.forward)
    const [x, y] = [dot(from, axes.right) / depth, dot(from, axes.up) / depth]
    left = Math.min(left, x)
    right = Math.max(right, x)
    low = Math.min(low, y)
    high = Math.max(high, y)
  }
  const focal = (FILL * side) / Math.max(right - left, high - low)
  const centreX = side / 2 - (focal * (left + right)) / 2
  const centreY = side / 2 + (focal * (low + high)) / 2
  return { side, eye, ...axes, focal, centreX, centreY }
}

/** Linear light, its colours times their coverage. */
interface Picture {
  readonly side: number
  readonly rgb: Float32Array
  readonly alpha: Float32Array
}

/** Samples a pixel's side; coverage comes in sixteenths. */
const SAMPLES = 4

function drawObject(solid: Solid, shadows: Shadows, bounce: Vec3, camera: Camera): Picture {
  const { positions, indices } = solid
  const { side, eye, right, up, forward, focal, centreX, centreY } = camera
  const points = new Float32Array(positions.length)
  for (let v = 0; v < positions.length; v += 3) {
    const from: Vec3 = [positions[v]! - eye[0], positions[v + 1]! - eye[1], positions[v + 2]! - eye[2]]
    const depth = dot(from, forward)
    points[v] = SAMPLES * (centreX + (focal * dot(from, right)) / depth)
    points[v + 1] = SAMPLES * (centreY - (focal * dot(from, up)) / depth)
    points[v + 2] = 1 / depth
  }
  const raster = rasterise(points, indices, SAMPLES * side, SAMPLES * side)
  const arriving = lightAtVertices(solid, shadows, bounce)
  const shade = shaderOf(solid, points, arriving, shadows.light, bounce, camera)
  const picture = {
    side,
    rgb: new Float32Array(3 * side * side),
    alpha: new Float32Array(side * side),
  }
  const colour = new Float32Array(3)
  for (let y = 0, p = 0; y < side; y++)
    for (let x = 0; x < side; x++, p++) {
      let covered = 0
      let near = -Infinity
      let far = Infinity
      for (let k = 0; k < SAMPLES * SAMPLES; k++) {
        const at = sampleAt(x, y, k, side)
        if (raster.triangle[at]! < 0) continue
        covered++
        near = Math.max(near, raster.nearness[at]!)
        far = Math.min(far, raster.nearness[at]!)
      }
      if (covered === 0) continue
      picture.alpha[p] = covered / SAMPLES ** 2
      // A pixel of one smooth piece is shaded once, one with an edge in it sample by sample.
      const whole = covered === SAMPLES ** 2 && near - far < 0.004 * near
      const step = whole ? SAMPLES ** 2 : 1
      for (let k = whole ? (SAMPLES / 2) * (SAMPLES + 1) : 0; k < SAMPLES * SAMPLES; k += step) {
        const at = sampleAt(x, y, k, side)
        const triangle = raster.triangle[at]!
        if (triangle < 0) continue
        shade(triangle, at % (SAMPLES * side), Math.floor(at / (SAMPLES * side)), colour)
        for (let c = 0; c < 3; c++) picture.rgb[3 * p + c]! += (colour[c]! * step) / SAMPLES ** 2
      }
    }
  return picture
}

const sampleAt = (x: number, y: number, k: number, side: number): number =>
  (y * SAMPLES + Math.floor(k / SAMPLES)) * SAMPLES * side + x * SAMPLES + (k % SAMPLES)

function lightAtVertices({ positions, normals }: Solid, shadows: Shadows, bounce: Vec3): Float32Array {
  const arriving = new Float32Array(positions.length)
  for (let v = 0; v < positions.length; v += 3) {
    const position: Vec3 = [positions[v]!, positions[v + 1]!, positions[v + 2]!]
    const normal: Vec3 = [normals[v]!, normals[v + 1]!, normals[v + 2]!]
    gather(shadows, position, normal, bounce, arriving, v)
  }
  return arriving
}

type Shade = (triangle: number, x: number, y: number, into: Float32Array) => void

/** Matt colour under the light of the vertices, and over it a gloss of lamp, sky and ground by Schlick's Fresnel term. */
function shaderOf(
  { indices, positions, normals, colours, finish }: Solid,
  points: Float32Array,
  arriving: Float32Array,
  { lamp, lampColour, skyColour }: Light,
  bounce: Vec3,
  { eye }: Camera,
): Shade {
  return (triangle, x, y, into) => {
    const a = indices[3 * triangle]!
    const b = indices[3 * triangle + 1]!
    const c = indices[3 * triangle + 2]!
    const ax = points[3 * a]! - x - 0.5
    const ay = points[3 * a + 1]! - y - 0.5
    const bx = points[3 * b]! - x - 0.5
    const by = points[3 * b + 1]! - y - 0.5
    const cx = points[3 * c]! - x - 0.5
    const cy = points[3 * c + 1]! - y - 0.5
    // Weights over the picture become weights over the triangle by each corner's 1 / depth.
    let wa = (bx * cy - by * cx) * points[3 * a + 2]!
    let wb = (cx * ay - cy * ax) * points[3 * b + 2]!
    let wc = (ax * by - ay * bx) * points[3 * c + 2]!
    const sum = wa + wb + wc
    wa /= sum
    wb /= sum
    wc /= sum
    const along = (values: Float32Array, k: number): number =>
      wa * values[3 * a + k]! + wb * values[3 * b + k]! + wc * values[3 * c + k]!
    let nx = along(normals, 0)
    let ny = along(normals, 1)
    let nz = along(normals, 2)
    let vx = eye[0] - along(positions, 0)
    let vy = eye[1] - along(positions, 1)
    let vz = eye[2] - along(positions, 2)
    const nLength = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1
    const vLength = Math.sqrt(vx * vx + vy * vy + vz * vz)
    nx /= nLength
    ny /= nLength
    nz /= nLength
    vx /= vLength
    vy /= vLength
    vz /= vLength
    const facing = nx * vx + ny * vy + nz * vz
    const rx = 2 * facing * nx - vx
    const ry = 2 * facing * ny - vy
    const rz = 2 * facing * nz - vz
    const gloss = wa * finish[2 * a]! + wb * finish[2 * b]! + wc * finish[2 * c]!
    const metal = wa * finish[2 * a + 1]! + wb * finish[2 * b + 1]! + wc * finish[2 * c + 1]!
    const fresnel = (1 - Math.min(1, Math.max(0, facing))) ** 5
    const toLamp = Math.max(0, rx * lamp[0] + ry * lamp[1] + rz * lamp[2])
    const lobe = 7 * smoothstep(0.955, 0.985, toLamp) + 0.7 * toLamp ** 14
    const sky = smoothstep(-0.25, 0.55, ry)
    const open = Math.min(1, (along(arriving, 0) + along(arriving, 1) + along(arriving, 2)) / 1.6)
    for (let k = 0; k < 3; k++) {
      const own = along(colours, k)
      const mirrored = lampColour[k]! * lobe + skyColour[k]! * 1.3 * sky + bounce[k]! * (1 - sky)
      const base = 0.04 * gloss * (1 - metal) + own * metal * 0.75
      const shine = base + (gloss * 0.6 + metal * 0.3) * (1 - base) * fresnel
      into[k] = own * (1 - 0.8 * metal) * along(arriving, k) + shine * mirrored * open
    }
  }
}

/** The lattice on which light arrives at ground or wall: `PLACES`² places over a square of twice `SPAN`. */
const [PLACES, SPAN] = [160, 2.6]

/** Where the object throws no shadow. */
const FAR_OFF: Vec3 = [1e3, 0, 0]

type Arriving = (across: number, along: number, into: Float32Array) => void

function lightOver(shadows: Shadows, normal: Vec3, positionAt: (across: number, along: number) => Vec3): Arriving {
  const raw = new Float32Array(3 * PLACES * PLACES)
  for (let k = 0; k < PLACES * PLACES; k++) {
    const [u, v] = [k % PLACES, Math.floor(k / PLACES)].map((at) => ((at + 0.5) / PLACES) * 2 * SPAN - SPAN)
    gather(shadows, shadows.light.shadowless ? FAR_OFF : positionAt(u!, v!), normal, [0, 0, 0], raw, 3 * k)
  }
  // The shadows of single rays run into one another.
  const light = mixed(mixed(raw, PLACES), PLACES)
  const placeAt = (value: number): number =>
    Math.min(PLACES - 1.001, Math.max(0, ((value + SPAN) / (2 * SPAN)) * PLACES - 0.5))
  return (across, along, into) => {
    const u = placeAt(across)
    const v = placeAt(along)
    const i = Math.floor(u)
    const j = Math.floor(v)
    const s = u - i
    const t = v - j
    for (let c = 0; c < 3; c++) {
      const at = 3 * (j * PLACES + i) + c
      const low = light[at]! * (1 - s) + light[at + 3]! * s
      const high = light[at + 3 * PLACES]! * (1 - s) + light[at + 3 * PLACES + 3]! * s
      into[c] = low * (1 - t) + high * t
    }
  }
}

/** Ground and wall as the camera sees them, lit and in the object's shadow, linear RGB. */
function drawRoom(room: PhotoRoom, shadows: Shadows, bounce: Vec3, camera: Camera): Float32Array {
  const { side, eye, right, up, forward, focal, centreX, centreY } = camera
  const slope = Math.SQRT1_2
  const [onGround, onWall]: readonly [Vec3, Vec3] = room.seamless
    ? [[0, slope, slope], [0, slope, slope]]
    : [[0, 1, 0], [0, 0, 1]] // prettier-ignore
  const ground = lightOver(shadows, onGround, (x, z) => [x, 0, z])
  const wall = lightOver(shadows, onWall, (x, y) => [x, y + SPAN, -room.wallBehind])
  const rgb = new Float32Array(3 * side * side)
  const light = new Float32Array(3)
  for (let y = 0, p = 0; y < side; y++)
    for (let x = 0; x < side; x++, p++) {
      const u = (x + 0.5 - centreX) / focal
      const v = (centreY - y - 0.5) / focal
      const dx = forward[0] + u * right[0] + v * up[0]
      const dy = forward[1] + u * right[1] + v * up[1]
      const dz = forward[2] + u * right[2] + v * up[2]
      const toWall = (-room.wallBehind - eye[2]) / dz
      const toGround = dy < 0 ? -eye[1] / dy : Infinity
      const far = Math.min(toWall > 0 ? toWall : Infinity, toGround)
      const hx = eye[0] + far * dx
      const hy = eye[1] + far * dy
      const hz = eye[2] + far * dz
      const onFloor = far === toGround
      if (onFloor) ground(hx, hz, light)
      else wall(hx, hy - SPAN, light)
      const colour = onFloor ? room.ground(hx, hz) : room.wall(hx, hy)
      const fading = 1 - room.falloff * Math.min(1, (hx * hx + (hy - 0.3) ** 2 + (hz - 0.2) ** 2) / 4)
      // Where wall and ground meet, each keeps light from the other.
      const corner = room.seamless ? 1 : 0.72 + 0.28 * smoothstep(0, 0.5, onFloor ? hz + room.wallBehind : hy)
      const thrown = onFloor || room.seamless ? 0 : 0.3
      for (let c = 0; c < 3; c++) rgb[3 * p + c] = colour[c]! * (light[c]! + thrown * bounce[c]!) * fading * corner
    }
  // A furnished room lies a little out of focus, which keeps its fine lines from breaking into stairs as well.
  return room.seamless ? rgb : mixed(rgb, side)
}

/** Each value of a square mixed with its neighbours across and down, one part to two to one; three values a place. */
function mixed(rgb: Float32Array, side: number): Float32Array {
  const last = side - 1
  const across = rgb.map((value, k) => {
    const x = Math.floor(k / 3) % side
    return (rgb[x > 0 ? k - 3 : k]! + 2 * value + rgb[x < last ? k + 3 : k]!) / 4
  })
  const row = 3 * side
  return across.map((value, k) => ((across[k - row] ?? value) + 2 * value + (across[k + row] ?? value)) / 4)
}

function layOver({ rgb, alpha }: Picture, behind: Float32Array): void {
  for (let k = 0; k < rgb.length; k++) rgb[k]! += behind[k]! * (1 - alpha[Math.floor(k / 3)]!)
}

/** Lens, sensor and development: vignette, exposure with a soft shoulder, sRGB's curve, and noise; straight RGBA. */
function develop(
  { rgb, alpha, side }: Picture,
  { vignette, exposure }: PhotoRoom,
  random: () => number,
  clear: boolean,
): Uint8Array {
  const rgba = new Uint8Array(4 * side * side)
  // Four even numbers summed are near enough to a bell curve of spread 1 / √3.
  const bell = (): number => (random() + random() + random() + random() - 2) * Math.sqrt(3)
  for (let p = 0; p < side * side; p++) {
    const x = (p % side) / side - 0.5
    const y = Math.floor(p / side) / side - 0.5
    const lens = clear ? 1 : 1 - vignette * Math.min(1, 2 * (x * x + y * y)) ** 1.3
    const share = clear ? Math.max(alpha[p]!, 1e-6) : 1
    const luma = 1.3 * bell()
    for (let c = 0; c < 3; c++) {
      const code = encoded((rgb[3 * p + c]! / share) * lens * exposure)
      rgba[4 * p + c] = Math.round(Math.min(255, Math.max(0, code + luma + 0.8 * bell())))
    }
    rgba[4 * p + 3] = clear ? Math.round(255 * alpha[p]!) : 255
  }
  return rgba
}

/** Linear light, in steps of 1/2048 up to 4, to sRGB's codes (IEC 61966-2-1); what is brighter than 0.8 is bent so that it never clips hard. */
const CURVE = Float32Array.from({ length: 8192 }, (_, step) => {
  const linear = step / 2048
  const bent = linear < 0.8 ? linear : 1 - 0.2 * Math.exp((0.8 - linear) / 0.2)
  return 255 * (bent <= 0.0031308 ? 12.92 * bent : 1.055 * bent ** (1 / 2.4) - 0.055)
})

function encoded(linear: number): number {
  const at = Math.min(CURVE.length - 2, Math.max(0, linear * 2048))
  const step = Math.floor(at)
  return CURVE[step]! + (CURVE[step + 1]! - CURVE[step]!) * (at - step)
}

/** Even numbers in [0, 1) from a name: FNV-1a for the seed, then Marsaglia's xorshift32. */
export function randomOf(name: string): () => number {
  let state = 2166136261
  for (const letter of name) state = Math.imul(state ^ letter.codePointAt(0)!, 16777619)
  state ||= 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4294967296
  }
}
