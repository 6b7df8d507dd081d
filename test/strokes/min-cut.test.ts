import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MinCut } from '../../src/strokes/min-cut.ts'

const NODES = 7

interface Graph {
  readonly terminals: readonly (readonly [fromSource: number, toSink: number])[]
  readonly edges: readonly (readonly [a: number, b: number, cost: number])[]
}

const graphs: fc.Arbitrary<Graph> = fc.record({
  terminals: fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { minLength: NODES, maxLength: NODES }),
  edges: fc.array(fc.tuple(fc.nat(NODES - 1), fc.nat(NODES - 1), fc.nat(9)), { maxLength: 16 }),
})

/** What a division costs; `isSource` per node. */
function costOf({ terminals, edges }: Graph, isSource: (node: number) => boolean): number {
  const cut = terminals.reduce((sum, [from, to], node) => sum + (isSource(node) ? to : from), 0)
  return edges.reduce((sum, [a, b, cost]) => sum + (isSource(a) === isSource(b) ? 0 : cost), cut)
}

it('no other division of a graph costs less than the cut that is found', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const cut = new MinCut(NODES, graph.edges.length)
      for (const [node, [from, to]] of graph.terminals.entries()) cut.addTerminals(node, from, to)
      for (const [a, b, cost] of graph.edges) cut.addEdge(a, b, cost)
      const side = cut.solve()
      const all = Array.from({ length: 2 ** NODES }, (_, bits) => costOf(graph, (node) => ((bits >> node) & 1) === 1))
      expect(costOf(graph, (node) => side[node] === 1)).toBe(Math.min(...all))
    }),
    { numRuns: 500 },
  )
})
