/**
 * A subject on disk, so that everything made of it starts from the same pixels: width, height, then RGBA rows with the
 * mask as alpha.
 */
import type { Subject } from './subject.ts'

const HEADER_BYTES = 8

/** 4 bytes a pixel; 255 levels of coverage place an outline to 1/255 of a pixel. */
export function writeSubject({ width, height, colour, mask }: Subject): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + width * height * 4)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, width, true)
  view.setUint32(4, height, true)
  for (let p = 0, at = HEADER_BYTES; p < mask.length; p++, at += 4) {
    for (let c = 0; c < 3; c++) bytes[at + c] = colour[p * 3 + c]!
    bytes[at + 3] = Math.round(mask[p]! * 255)
  }
  return bytes
}

export function readSubject(bytes: Uint8Array): Subject {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [width, height] = [view.getUint32(0, true), view.getUint32(4, true)]
  if (bytes.length !== HEADER_BYTES + width * height * 4) throw new Error('The cut-out on disk is incomplete.')
  const colour = new Uint8Array(width * height * 3)
  const mask = new Float32Array(width * height)
  for (let p = 0, at = HEADER_BYTES; p < mask.length; p++, at += 4) {
    for (let c = 0; c < 3; c++) colour[p * 3 + c] = bytes[at + c]!
    mask[p] = bytes[at + 3]! / 255
  }
  return { width, height, colour, mask }
}
