import {
  isAbout,
  naturalOfAnySpin,
  naturalOfMesh,
  naturalOfOutline,
  naturalOfSpin,
  type Natural,
} from '../contract/natural.ts'
import { stretchOf } from '../contract/stretch.ts'
import { AXES, vec3, type Vec3 } from '../contract/vec3.ts'

/** A mesh that was delivered, as far as it matters to the draft. */
export interface KnownMesh {
  readonly sizeMetres: Vec3
  /** In any unit; null where it is not known how the mesh was stretched. */
  readonly natural: Vec3 | null
}

/** What is known of the natural proportions of a session's meshes; by spin, or by null where the spin is not known. */
export interface Naturals {
  /** What is drawn while nothing is known. */
  readonly guess: Vec3
  /** Of the subject in the session's picture, in any unit. */
  readonly outline: readonly [width: number, height: number] | null
  /** What the engine told of each spin, the longest side being 1. */
  readonly told: ReadonlyMap<number, Vec3>
  readonly meshes: ReadonlyMap<number | null, KnownMesh>
}

export const NOTHING_KNOWN: Omit<Naturals, 'guess'> = { outline: null, told: new Map(), meshes: new Map() }

/** What is known of a spin, from its mesh, from the engine, from a mesh of the session, or from the picture; null for nothing. */
export function naturalFor({ meshes, told, outline }: Naturals, spin: number | null): Natural | null {
  const own = meshes.get(spin)?.natural
  if (own) return naturalOfMesh(own)
  const ofSpin = spin === null ? undefined : told.get(spin)
  if (ofSpin) return naturalOfSpin(ofSpin)
  const any = meshes.get(null)?.natural
  if (any) return naturalOfAnySpin(any)
  return outline && naturalOfOutline(outline)
}

/** The natural sides at a mesh's size, so that as much of it grows as shrinks. A side that is not known is the mesh's own. */
function atSizeOf(size: Vec3, { sides }: Natural): Vec3 {
  const logs = AXES.flatMap((axis) => (sides[axis] && size[axis] > 0 ? [Math.log(size[axis] / sides[axis])] : []))
  const scale = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length)
  return vec3((axis) => (sides[axis] && size[axis] > 0 ? sides[axis] * scale : size[axis]))
}

/** The natural sides with the longest at 1 m [FIT-3]. A depth that is not known is drawn as the shorter of the others. */
function atOneMetre({ sides: [w, h, d] }: Natural): Vec3 | null {
  if (!w || !h) return null
  const sides: Vec3 = [w, h, d ?? Math.min(w, h)]
  return vec3((axis) => sides[axis] / Math.max(...sides))
}

/** The proportions that automatic sides are drawn in, in metres: of a mesh its own ones, unless it is known to be stretched. */
export function proportionsFor(naturals: Naturals, spin: number | null): Vec3 {
  const natural = naturalFor(naturals, spin)
  const mesh = naturals.meshes.get(spin) ?? naturals.meshes.get(null)
  if (mesh)
    return natural && stretchOf(mesh.sizeMetres, natural).length > 0
      ? atSizeOf(mesh.sizeMetres, natural)
      : mesh.sizeMetres
  return (natural && atOneMetre(natural)) ?? naturals.guess
}

const isSame = (a: Vec3 | null, b: Vec3 | null): boolean =>
  a === b || (a !== null && b !== null && AXES.every((axis) => a[axis] === b[axis]))

/** With a mesh of the spin; the same object where it tells nothing new. What was known of its natural proportions before is not forgotten for a mesh that does not tell them. */
export function withMesh(naturals: Naturals, spin: number | null, mesh: KnownMesh): Naturals {
  const before = naturals.meshes.get(spin)
  const natural = mesh.natural ?? before?.natural ?? null
  if (before && isSame(before.sizeMetres, mesh.sizeMetres) && isSame(before.natural, natural)) return naturals
  return { ...naturals, meshes: new Map(naturals.meshes).set(spin, { ...mesh, natural }) }
}

/** Whether the sides that follow these proportions are known only roughly. */
export const isRough = (natural: Natural | null): boolean => natural === null || isAbout(natural)
