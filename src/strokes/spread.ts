import type { PixelBox } from '../cutout/hint.ts'

/** Per pixel of the box, row after row, 1 where a 1 of `marks` lies within `by` pixels across, down and diagonally. */
export function spread(marks: Uint8Array, width: number, box: PixelBox, by: number): Uint8Array {
  const [w, h] = [box.right - box.left, box.bottom - box.top]
  const across = new Uint8Array(w * h)
  for (let y = 0; y < h; y++) spreadRow(marks, (y + box.top) * width + box.left, across, y * w, w, by)
  const all = new Uint8Array(w * h)
  for (let y = 0; y < h; y++)
    for (let v = Math.max(0, y - by); v <= Math.min(h - 1, y + by); v++) addRow(across, v * w, all, y * w, w)
  return all
}

function spreadRow(marks: Uint8Array, from: number, across: Uint8Array, to: number, w: number, by: number): void {
  for (let x = 0; x < w; x++)
    if (marks[from + x] === 1) across.fill(1, to + Math.max(0, x - by), to + Math.min(w, x + by + 1))
}

function addRow(from: Uint8Array, start: number, to: Uint8Array, at: number, w: number): void {
  for (let x = 0; x < w; x++) if (from[start + x] === 1) to[at + x] = 1
}
