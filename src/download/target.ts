/** What the artist downloads for: their choice, which this browser keeps. */
import { ENGINE_PRESETS, type EnginePreset } from './engine-presets.ts'
import { readKept, writeKept } from '../ui/kept.ts'
import { createStore } from '../ui/store.ts'

/** The name of an engine; null for any program that reads a GLB. */
export type Target = string | null

const KEY = 'plinth.target'

export const presetOf = (target: Target): EnginePreset | null =>
  ENGINE_PRESETS.find(({ engine }) => engine === target) ?? null

/** The kept choice, unless it is none that can be made here. */
export function keptTarget(): Target {
  const kept = readKept(KEY)
  return typeof kept === 'string' ? (presetOf(kept)?.engine ?? null) : null
}

export const downloadTarget = createStore<Target>(keptTarget())

export function chooseTarget(engine: string): void {
  const target = presetOf(engine)?.engine ?? null
  downloadTarget.set(target)
  writeKept(KEY, target)
}
