/** How STL and PLY, which say neither unit nor up axis, are to be written: the artist's choice, which this browser keeps. */
import { isUnit } from '../contract/length.ts'
import type { FileFrame } from '../formats/file-frame.ts'
import { PLY_FRAME } from '../formats/ply.ts'
import { STL_FRAME } from '../formats/stl.ts'
import { readKept, writeKept } from '../ui/kept.ts'
import { createStore } from '../ui/store.ts'

export type FramedFormat = 'stl' | 'ply'
export type FileFrames = Readonly<Record<FramedFormat, FileFrame>>

export const isFramed = (format: string): format is FramedFormat => format === 'stl' || format === 'ply'

const KEY = 'plinth.file-frames'

function frameIn(value: unknown, usual: FileFrame): FileFrame {
  const { unit, up } = (value ?? {}) as { readonly unit?: unknown; readonly up?: unknown }
  return { unit: isUnit(unit) ? unit : usual.unit, up: up === 'Y' || up === 'Z' ? up : usual.up }
}

/** The kept choice, with what is usual in the place of whatever else the storage holds. */
export function keptFrames(): FileFrames {
  const kept = readKept(KEY) as Partial<Record<FramedFormat, unknown>> | null
  return { stl: frameIn(kept?.stl, STL_FRAME), ply: frameIn(kept?.ply, PLY_FRAME) }
}

export const fileFrames = createStore(keptFrames())

export function chooseFrame(format: FramedFormat, change: Partial<FileFrame>): void {
  const frames = fileFrames.get()
  const next: FileFrames = { ...frames, [format]: { ...frames[format], ...change } }
  fileFrames.set(next)
  writeKept(KEY, next)
}
