import { z } from 'zod'
import { SAMPLES } from './samples.ts'

const KEY = 'plinth.session-names'
const MAX_NAMES = 100
const namesSchema = z.array(z.tuple([z.string(), z.string()]))

/** The API has no names for sessions, so the browser remembers the names of the files that it sent. */
function readNames(): [code: string, name: string][] {
  try {
    return namesSchema.catch([]).parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch {
    // No storage, or somebody else's text in it: sessions go by their codes.
    return []
  }
}

export function rememberSessionName(code: string, name: string): void {
  try {
    const others = readNames().filter(([other]) => other !== code)
    localStorage.setItem(KEY, JSON.stringify([[code, name], ...others].slice(0, MAX_NAMES)))
  } catch {
    // Full or denied storage costs only the name.
  }
}

/** A sample's name, the name of the file that the session was made from, or else the code. */
export const sessionName = (code: string): string =>
  SAMPLES.find((sample) => sample.code === code)?.name ?? readNames().find(([other]) => other === code)?.[1] ?? code
