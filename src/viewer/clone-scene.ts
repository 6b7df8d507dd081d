import type { Group } from 'three'
import { clone } from 'three/addons/utils/SkeletonUtils.js'

/** The same geometry and materials in objects of their own, with bones that follow them. */
export const cloneScene = (scene: Group): Group => clone(scene) as Group
