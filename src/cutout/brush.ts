/*
 * Background entered with a round brush instead of a point, so that it does not slip through gaps in an outline: an
 * opening by reconstruction (Vincent 1993) over an octagonal distance, 4- and 8-neighbour steps in turn (Rosenfeld &
 * Pfaltz 1968). An exact Euclidean distance was not chosen: it costs more, and a brush need not be rounder.
 */
import { BACKGROUND, OPEN, outsideOf, relabel, SUBJECT } from './background-label.ts'
import { borderPixels } from './background-model.ts'
import { fillRegion } from './fill-region.ts'
import { flood, PixelQueue } from './flood.ts'

/**
 * BACKGROUND wherever a brush of `radius` pixels that comes from the border can wipe within what is open (1); else
 * SUBJECT.
 */
export function brush(open: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const label = clearanceFromWalls(open, width, height, radius + 1)
  for (let p = 0; p < label.length; p++) label[p] = label[p]! > radius ? OPEN : SUBJECT
  const runs = new PixelQueue()
  for (const p of borderPixels(width, height)) fillRegion(label, width, p, OPEN, BACKGROUND, runs)
  relabel(label, OPEN, SUBJECT)
  // So far only where the brush's centre can be; from here to the walls, which its rim touches.
  const reach = new Uint8Array(width * height)
  flood(outsideOf(label, width, height, SUBJECT), width, height, (p, from) => {
    if (label[p] !== SUBJECT || open[p] === 0 || reach[from]! > radius) return false
    label[p] = BACKGROUND
    reach[p] = reach[from]! + 1
    return true
  })
  return label
}

/** Steps to the nearest pixel that is not open, 4- and 8-neighbour rings in turn (an octagon), at most `limit`. */
function clearanceFromWalls(open: Uint8Array, width: number, height: number, limit: number): Uint8Array {
  const clearance = new Uint8Array(width * height)
  const beyond = new Uint8Array(width).fill(limit)
  for (let y = 0; y < height; y++) {
    const above = y === 0 ? beyond : clearance.subarray((y - 1) * width, y * width)
    clearDown(open.subarray(y * width, (y + 1) * width), above, clearance.subarray(y * width, (y + 1) * width), limit)
  }
  for (let y = height - 1; y >= 0; y--) {
    const below = y === height - 1 ? beyond : clearance.subarray((y + 1) * width, (y + 2) * width)
    clearUp(below, clearance.subarray(y * width, (y + 1) * width), limit)
  }
  return clearance
}

function clearDown(open: Uint8Array, above: Uint8Array, row: Uint8Array, limit: number): void {
  for (let x = 0, before = limit; x < row.length; x++) {
    let least = open[x] !== 0 ? limit : 0
    if (before < least) least = before + 1
    if (above[x]! < least) least = above[x]! + 1
    row[x] = before = least
  }
}

function clearUp(below: Uint8Array, row: Uint8Array, limit: number): void {
  for (let x = row.length - 1, after = limit; x >= 0; x--) {
    let least = row[x]!
    if (after < least) least = after + 1
    if (below[x]! < least) least = below[x]! + 1
    row[x] = after = least
  }
}
