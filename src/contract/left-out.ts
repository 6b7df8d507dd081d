/*
 * [LEFT-1] When specks of dust were no part of the subject, a session with finished spins says so in its `message`. CSM
 * may say anything there, so the page shows only this sentence.
 */

/** Empty when nothing was left out. */
export function leftOutMessage(specks: number): string {
  if (specks === 0) return ''
  return specks === 1 ? 'One speck of dust was left out.' : `${specks} specks of dust were left out.`
}

export const isLeftOutMessage = (message: string): boolean =>
  /^(?:One speck|\d+ specks) of dust (?:was|were) left out\.$/.test(message)
