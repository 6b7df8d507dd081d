import { createStore, useStore, type Store } from '../ui/store.ts'
import type { MotionName } from './motion.ts'

export const LOOKS = {
  textured: { name: 'Textured', title: 'The mesh as it came' },
  clay: { name: 'Clay', title: 'The shape alone, without its colours' },
  normals: { name: 'Normals', title: 'A colour for each direction, which shows seams and flipped faces' },
  wireframe: { name: 'Wire', title: 'Wireframe over clay' },
  uv: { name: 'UV', title: 'A checker on the UVs, which shows stretching and seams' },
} as const

export type LookName = keyof typeof LOOKS

export const VIEWER_LIGHTS = { studio: 'Studio', neutral: 'Neutral', outdoor: 'Outdoor' } as const

/** How results are shown. Nothing here changes a mesh. */
export interface Viewing {
  readonly look: LookName
  readonly light: keyof typeof VIEWER_LIGHTS
  readonly exposureStops: number
  readonly turning: boolean
  readonly box: boolean
  /** The mesh's own origin as three axes. */
  readonly axes: boolean
  /** How the mesh moves to show where its origin is; null at rest. */
  readonly motion: MotionName | null
  /** Versions of the two to four results that are compared; empty for none. */
  readonly compared: readonly string[]
  /** How far the first of two is wiped over the other, 0 to 1 from the left; null for side by side. */
  readonly wipe: number | null
}

export const PLAIN_VIEWING: Viewing = {
  look: 'textured',
  light: 'studio',
  exposureStops: 0,
  turning: false,
  box: true,
  axes: true,
  motion: null,
  compared: [],
  wipe: null,
}

/** How results are shown, outside React: a component that reads a part renders again only when that part changes. */
export interface Viewer extends Pick<Store<Viewing>, 'get' | 'subscribe'> {
  set(change: Partial<Viewing>): void
}

export function createViewer(start: Viewing = PLAIN_VIEWING): Viewer {
  const { get, subscribe, set } = createStore(start)
  return { get, subscribe, set: (change) => set({ ...get(), ...change }) }
}

/** Reads a part of a viewer's state. `select` must return the same value for the same viewing. */
export const useViewing = <T>(viewer: Viewer, select: (viewing: Viewing) => T): T => useStore(viewer, select)
