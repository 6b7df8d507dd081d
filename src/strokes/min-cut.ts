/*
 * The least cut between two terminals, by Boykov and Kolmogorov's augmenting paths ("An Experimental Comparison of
 * Min-Cut/Max-Flow Algorithms for Energy Minimization in Vision", PAMI 2004): two trees grow from the terminals until
 * they touch, and orphans find new parents instead of the trees being built anew. Push-relabel was not chosen: on graphs
 * as flat as a picture's it is the slower one.
 */

/** What a node hangs from in its tree: an arc, or one of these. */
const [TERMINAL, ORPHAN, NONE] = [-1, -2, -3]

/** A graph of nodes between a source and a sink. Capacities are whole numbers, so that no rounding leaves a rest. */
export class MinCut {
  /** Capacity left from the source (> 0) or to the sink (< 0). */
  readonly #terminal: Int32Array
  readonly #firstArc: Int32Array
  /** Arcs come in pairs, an arc and its reverse: k and k ^ 1. */
  #head: Int32Array
  #nextArc: Int32Array
  #left: Int32Array
  #arcs = 0
  readonly #parent: Int32Array
  readonly #inSink: Uint8Array
  /** Distance to the terminal as it was known at a time. */
  readonly #distance: Int32Array
  readonly #known: Int32Array
  #time = 0
  /** A ring of nodes from which the trees may grow. */
  readonly #active: Int32Array
  readonly #isActive: Uint8Array
  #activeStart = 0
  #activeCount = 0
  readonly #orphans: number[] = []

  constructor(nodes: number, edges: number) {
    this.#terminal = new Int32Array(nodes)
    this.#firstArc = new Int32Array(nodes).fill(-1)
    this.#head = new Int32Array(2 * edges)
    this.#nextArc = new Int32Array(2 * edges)
    this.#left = new Int32Array(2 * edges)
    this.#parent = new Int32Array(nodes).fill(NONE)
    this.#inSink = new Uint8Array(nodes)
    this.#distance = new Int32Array(nodes)
    this.#known = new Int32Array(nodes)
    this.#active = new Int32Array(nodes)
    this.#isActive = new Uint8Array(nodes)
  }

  /** What it costs to be cut from the source, that is to be on the sink's side, and from the sink. */
  addTerminals(node: number, fromSource: number, toSink: number): void {
    this.#terminal[node]! += Math.round(fromSource - toSink)
  }

  /** What it costs when two nodes are on different sides. */
  addEdge(a: number, b: number, cost: number): void {
    const capacity = Math.round(cost)
    if (capacity <= 0) return
    this.#addArc(a, b, capacity)
    this.#addArc(b, a, capacity)
  }

  #addArc(from: number, to: number, capacity: number): void {
    const arc = this.#arcs++
    this.#head[arc] = to
    this.#left[arc] = capacity
    this.#nextArc[arc] = this.#firstArc[from]!
    this.#firstArc[from] = arc
  }

  /** Per node, 1 on the source's side of the least cut. */
  solve(): Uint8Array {
    for (let node = 0; node < this.#terminal.length; node++) {
      if (this.#terminal[node] === 0) continue
      this.#inSink[node] = this.#terminal[node]! < 0 ? 1 : 0
      this.#parent[node] = TERMINAL
      this.#distance[node] = 1
      this.#activate(node)
    }
    for (let node = this.#nextActive(); node >= 0;) {
      const bridge = this.#grow(node)
      this.#time++
      if (bridge < 0) {
        node = this.#nextActive()
        continue
      }
      this.#augment(bridge)
      this.#adoptOrphans()
      if (this.#parent[node] === NONE) node = this.#nextActive()
    }
    return Uint8Array.from(this.#parent, (parent, node) => (parent !== NONE && this.#inSink[node] === 0 ? 1 : 0))
  }

  #activate(node: number): void {
    if (this.#isActive[node] === 1) return
    this.#isActive[node] = 1
    this.#active[(this.#activeStart + this.#activeCount++) % this.#active.length] = node
  }

  #nextActive(): number {
    while (this.#activeCount > 0) {
      const node = this.#active[this.#activeStart]!
      this.#activeStart = (this.#activeStart + 1) % this.#active.length
      this.#activeCount--
      this.#isActive[node] = 0
      if (this.#parent[node] !== NONE) return node
    }
    return -1
  }

  /** Grows a node's tree by its neighbours; returns an arc from the source's tree to the sink's as soon as they touch, or -1. */
  #grow(node: number): number {
    const sink = this.#inSink[node]!
    for (let arc = this.#firstArc[node]!; arc >= 0; arc = this.#nextArc[arc]!) {
      if (this.#left[sink === 1 ? arc ^ 1 : arc] === 0) continue
      const other = this.#head[arc]!
      if (this.#parent[other] === NONE) {
        this.#inSink[other] = sink
        this.#parent[other] = arc ^ 1
        this.#known[other] = this.#known[node]!
        this.#distance[other] = this.#distance[node]! + 1
        this.#activate(other)
      } else if (this.#inSink[other] !== sink) {
        return sink === 1 ? arc ^ 1 : arc
      } else if (this.#known[other]! <= this.#known[node]! && this.#distance[other]! > this.#distance[node]!) {
        this.#parent[other] = arc ^ 1
        this.#known[other] = this.#known[node]!
        this.#distance[other] = this.#distance[node]! + 1
      }
    }
    return -1
  }

  /** Sends as much as fits along the path over `bridge`, and makes orphans of the nodes that it cuts off. */
  #augment(bridge: number): void {
    const [from, to] = [this.#head[bridge ^ 1]!, this.#head[bridge]!]
    let flow = this.#left[bridge]!
    for (let node = from; ; node = this.#head[this.#parent[node]!]!) {
      const arc = this.#parent[node]!
      flow = Math.min(flow, arc === TERMINAL ? this.#terminal[node]! : this.#left[arc ^ 1]!)
      if (arc === TERMINAL) break
    }
    for (let node = to; ; node = this.#head[this.#parent[node]!]!) {
      const arc = this.#parent[node]!
      flow = Math.min(flow, arc === TERMINAL ? -this.#terminal[node]! : this.#left[arc]!)
      if (arc === TERMINAL) break
    }
    this.#left[bridge]! -= flow
    this.#left[bridge ^ 1]! += flow
    this.#push(from, flow, 1)
    this.#push(to, -flow, 0)
  }

  #push(start: number, flow: number, reverse: 0 | 1): void {
    const amount = Math.abs(flow)
    for (let node = start; ;) {
      const arc = this.#parent[node]!
      if (arc === TERMINAL) {
        this.#terminal[node]! -= flow
        if (this.#terminal[node] === 0) this.#orphan(node)
        return
      }
      this.#left[arc ^ reverse]! -= amount
      this.#left[arc ^ reverse ^ 1]! += amount
      const next = this.#head[arc]!
      if (this.#left[arc ^ reverse] === 0) this.#orphan(node)
      node = next
    }
  }

  #orphan(node: number): void {
    this.#parent[node] = ORPHAN
    this.#orphans.push(node)
  }

  #adoptOrphans(): void {
    for (let node = this.#orphans.pop(); node !== undefined; node = this.#orphans.pop()) this.#adopt(node)
  }

  /** Finds an orphan the neighbour nearest to the terminal as its parent; without one it leaves the tree. */
  #adopt(node: number): void {
    const sink = this.#inSink[node]!
    let [best, nearest] = [NONE, Infinity]
    for (let arc = this.#firstArc[node]!; arc >= 0; arc = this.#nextArc[arc]!) {
      const other = this.#head[arc]!
      if (this.#inSink[other] !== sink || this.#parent[other] === NONE) continue
      if (this.#left[sink === 1 ? arc : arc ^ 1] === 0) continue
      const distance = this.#distanceOf(other)
      if (distance >= nearest) continue
      best = arc
      nearest = distance
    }
    this.#parent[node] = best
    if (best !== NONE) {
      this.#known[node] = this.#time
      this.#distance[node] = nearest + 1
      return
    }
    for (let arc = this.#firstArc[node]!; arc >= 0; arc = this.#nextArc[arc]!) {
      const other = this.#head[arc]!
      if (this.#inSink[other] !== sink || this.#parent[other] === NONE) continue
      if (this.#left[sink === 1 ? arc : arc ^ 1]! > 0) this.#activate(other)
      const parent = this.#parent[other]!
      if (parent >= 0 && this.#head[parent] === node) this.#orphan(other)
    }
  }

  /** Steps to the terminal, marked as known along the way; Infinity where the way ends at an orphan. */
  #distanceOf(start: number): number {
    let [node, steps] = [start, 0]
    for (;;) {
      if (this.#known[node] === this.#time) {
        steps += this.#distance[node]!
        break
      }
      const parent = this.#parent[node]!
      steps++
      if (parent === TERMINAL) {
        this.#known[node] = this.#time
        this.#distance[node] = 1
        break
      }
      if (parent === ORPHAN || parent === NONE) return Infinity
      node = this.#head[parent]!
    }
    const total = steps
    for (let at = start, left = total; this.#known[at] !== this.#time; left--) {
      this.#known[at] = this.#time
      this.#distance[at] = left
      at = this.#head[this.#parent[at]!]!
    }
    return total
  }
}
