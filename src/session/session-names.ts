import { z } from 'zod'
import { SAMPLES } from './samples.ts'

const KEY = 'plinth.session-names'
const KEPT = 100
const namesSchema = z.array(z.tuple([z.string(), z.string()]))

/** The API knows no names; the browser that sent a picture remembers what its file was called. */
function readNames(): [code: string, name: string][] {
  try {
    return namesSchema.catch([]).parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch {
    // No storage, or not ours: a session then goes by its code.
    return []
  }
}

export function rememberSessionName(code: string, name: string): void {
  try {
    const others = readNames().filter(([other]) => other !== code)
    localStorage.setItem(KEY, JSON.stringify([[code, name], ...others].slice(0, KEPT)))
  } catch {
    // Full or denied storage costs a name and nothing else.
  }
}

/** A sample's name, a remembered file's, or else the code. */
export const sessionName = (code: string): string =>
  SAMPLES.find((sample) => sample.code === code)?.name ?? readNames().find(([other]) => other === code)?.[1] ?? code
