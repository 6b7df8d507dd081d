/*
 * How likely a colour is among others: a mixture of clusters, each with the tails of a t distribution, so that a colour
 * near to nothing is still nearer to one than to another. A histogram was not chosen: a stroke has too few pixels for it.
 */

/** Colours in clusters: RGB of the middles in code values, each one's share, and its variance per channel. */
export interface ColourMix {
  readonly centres: Float64Array
  readonly shares: Float64Array
  readonly variances: Float64Array
}

/** Rounds of k-means; more hardly move anything. */
const ROUNDS = 4
/** A cluster spreads by at least so many code values: what smoothing leaves of JPEG's and a sensor's noise. */
const LEAST_SPREAD = 7

/**
 * Colours in clusters (k-means, Lloyd 1982), begun with those farthest from what was chosen before (Gonzalez 1985): the
 * same colours always give the same clusters.
 * @param colours RGB, 3 numbers each
 * @param weights how much each counts
 */
export function mixOf(colours: Float32Array, weights: Float32Array, most: number): ColourMix {
  let centres = startOf(colours, weights, most)
  const nearest = new Uint8Array(weights.length)
  for (let round = 0; round < ROUNDS; round++) {
    assign(centres, colours, weights, nearest)
    centres = moved(centres, colours, weights, nearest)
  }
  assign(centres, colours, weights, nearest)
  return { centres, ...spreadOf(centres, colours, weights, nearest) }
}

function startOf(colours: Float32Array, weights: Float32Array, most: number): Float64Array {
  const far = new Float64Array(weights.length).fill(1)
  const centres: number[] = []
  while (centres.length < 3 * most) {
    let best = -1
    for (let k = 0; k < far.length; k++)
      if (far[k]! * weights[k]! > (best < 0 ? 0 : far[best]! * weights[best]!)) best = k
    if (best < 0) break
    const first = centres.length === 0
    centres.push(colours[3 * best]!, colours[3 * best + 1]!, colours[3 * best + 2]!)
    for (let k = 0; k < far.length; k++) {
      const squared = squaredDistance(colours, 3 * k, colours, 3 * best)
      if (first || squared < far[k]!) far[k] = squared
    }
  }
  return Float64Array.from(centres)
}

function assign(centres: Float64Array, colours: Float32Array, weights: Float32Array, nearest: Uint8Array): void {
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] === 0) continue
    let least = Infinity
    for (let at = 0; at < centres.length; at += 3) {
      const squared = squaredDistance(colours, 3 * k, centres, at)
      if (squared >= least) continue
      least = squared
      nearest[k] = at / 3
    }
  }
}

/** Each centre moved to the mean of what is nearest to it; one that has nothing stays. */
function moved(centres: Float64Array, colours: Float32Array, weights: Float32Array, nearest: Uint8Array): Float64Array {
  const sums = new Float64Array((4 * centres.length) / 3)
  for (let k = 0; k < weights.length; k++) {
    const at = 4 * nearest[k]!
    for (let c = 0; c < 3; c++) sums[at + c]! += weights[k]! * colours[3 * k + c]!
    sums[at + 3]! += weights[k]!
  }
  return centres.map((value, k) => {
    const at = 4 * Math.floor(k / 3)
    return sums[at + 3]! > 0 ? sums[at + (k % 3)]! / sums[at + 3]! : value
  })
}

function spreadOf(
  centres: Float64Array,
  colours: Float32Array,
  weights: Float32Array,
  nearest: Uint8Array,
): Omit<ColourMix, 'centres'> {
  const shares = new Float64Array(centres.length / 3)
  const squares = new Float64Array(shares.length)
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] === 0) continue
    shares[nearest[k]!]! += weights[k]!
    squares[nearest[k]!]! += weights[k]! * squaredDistance(colours, 3 * k, centres, 3 * nearest[k]!)
  }
  const total = shares.reduce((sum, share) => sum + share, 0)
  return {
    shares: shares.map((share) => share / total),
    variances: squares.map((sum, k) => LEAST_SPREAD ** 2 + (shares[k]! > 0 ? sum / shares[k]! / 3 : 0)),
  }
}

function squaredDistance(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number): number {
  const red = a[i]! - b[j]!
  const green = a[i + 1]! - b[j + 1]!
  const blue = a[i + 2]! - b[j + 2]!
  return red * red + green * green + blue * blue
}

/** The density of a colour in a mix, relative to that in the middle of a single narrow cluster; 0 in an empty one. */
export function densityOf({ centres, shares, variances }: ColourMix, colours: ArrayLike<number>, at: number): number {
  let sum = 0
  for (let k = 0; k < shares.length; k++) {
    const narrow = LEAST_SPREAD ** 2 / variances[k]!
    const tail = 1 + squaredDistance(colours, at, centres, 3 * k) / (4 * variances[k]!)
    sum += (shares[k]! * narrow * Math.sqrt(narrow)) / (tail * tail * tail)
  }
  return sum
}
