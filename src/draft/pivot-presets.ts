import type { Vec3 } from '../contract/vec3.ts'

export interface PivotPreset {
  readonly name: string
  readonly pivotNormalised: Vec3
}

/** The four examples in the API's documentation. */
export const PIVOT_PRESETS: readonly PivotPreset[] = [
  { name: 'Centre', pivotNormalised: [0, 0, 0] },
  { name: 'Bottom centre', pivotNormalised: [0, -0.5, 0] },
  { name: 'Left-bottom-back', pivotNormalised: [-0.5, -0.5, -0.5] },
  { name: 'Right-top-front', pivotNormalised: [0.5, 0.5, 0.5] },
]
