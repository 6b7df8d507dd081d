import type { Diagnosis } from '../glb/diagnose.ts'

/** What is known of the mesh beside a draft. */
export interface MeshInSight {
  /** It was made of the spin that the draft names. */
  readonly ofDraftSpin: boolean
  /** The spins have been made anew since. */
  readonly older: boolean
  /** Its file cannot be opened. */
  readonly unopenable: boolean
  /** What is wrong with the file as it came; null for nothing, or while it is not measured. */
  readonly fault: Diagnosis | null
  /** It gets another size or origin than it came with. */
  readonly refitted: boolean
}

/**
 * The one thing to do next: to generate until there is a mesh that satisfies the draft, then to download it. What a refit mends, or changes,
 * needs no other mesh.
 */
export function nextStep(mesh: MeshInSight | null): 'generate' | 'correct' | 'download' {
  if (!mesh?.ofDraftSpin || mesh.older || mesh.unopenable) return 'generate'
  if (mesh.refitted || mesh.fault === null) return 'download'
  return mesh.fault.correction ? 'correct' : 'generate'
}
