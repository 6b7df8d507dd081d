/**
 * Checks a GLB before anything decodes it: lengths, references, counts, pictures. A file of 260 bytes can make a loader
 * allocate gigabytes, and one changed number can make it read what is not there.
 */
import { checkPictures } from './check-pictures.ts'
import { checkRanges } from './check-ranges.ts'
import { checkReferences } from './check-references.ts'
import { readGlbParts, type GlbDocument } from './glb-document.ts'
import { refuseUnknownNeeds } from './known-extensions.ts'
import { drawnTriangles } from './triangles-of.ts'
import { UnsafeGlbError } from './unsafe-glb-error.ts'

const MAX_DEPTH = 512
export const MAX_TRIANGLES = 10_000_000

function checkTree({ nodes = [] }: GlbDocument): void {
  const depths = new Map<number, number>()
  const walk = (start: number) => {
    const stack: { node: number; depth: number }[] = [{ node: start, depth: 1 }]
    for (let step = stack.pop(); step; step = stack.pop()) {
      if (step.depth > MAX_DEPTH || step.depth > nodes.length)
        throw new UnsafeGlbError('The mesh file’s nodes contain one another in a circle, or are nested too deep.')
      if ((depths.get(step.node) ?? 0) >= step.depth) continue
      depths.set(step.node, step.depth)
      for (const node of nodes[step.node]?.children ?? []) stack.push({ node, depth: step.depth + 1 })
    }
  }
  nodes.forEach((_, node) => walk(node))
}

function refuseOutside({ buffers = [], images = [] }: GlbDocument): void {
  const outside = [...buffers, ...images].find(({ uri }) => uri !== undefined && !uri.startsWith('data:'))
  if (outside)
    throw new UnsafeGlbError('The mesh file refers to files outside itself, which are not fetched. The download works.')
}

/** @throws {UnsafeGlbError} with a sentence for the artist */
export function preflightGlb(bytes: Uint8Array): {
  readonly triangles: number
  readonly extensionsUsed: readonly string[]
} {
  const parts = readGlbParts(bytes)
  const { document } = parts
  if (document.asset.version !== '2.0') throw new UnsafeGlbError('The mesh file is of another glTF version than 2.0.')
  refuseUnknownNeeds(document)
  refuseOutside(document)
  checkReferences(document)
  checkTree(document)
  checkRanges(parts)
  checkPictures(parts)
  if (!document.scenes || document.scenes.length === 0)
    throw new UnsafeGlbError('The mesh file has no scene, so there is nothing to show. The download works.')
  const triangles = drawnTriangles(document)
  if (triangles > MAX_TRIANGLES)
    throw new UnsafeGlbError(
      `The mesh has ${(triangles / 1e6).toFixed(0)} million triangles, too many to show here. The download works.`,
    )
  const { extensionsUsed = [], extensionsRequired = [] } = document
  return { triangles, extensionsUsed: [...new Set([...extensionsUsed, ...extensionsRequired])] }
}
