/*
 * [UNSURE-1] When a picture's cut-out is a guess, a session with finished spins begins its `message` with one sentence.
 * [LEFT-1] follows it where both hold. CSM may say anything there, so the page knows only these sentences.
 * [UNSURE-2] Later work has messages of its own, so the local engine says `cut_out_unsure: true` for as long as there are spins of a guess.
 */
import { isLeftOutMessage, leftOutMessage } from './left-out.ts'

export const UNSURE_MESSAGE = 'Not sure what the subject is: check the cut-out.'

/** Empty when there is nothing to say of a cut-out. */
export const cutOutMessage = (unsure: boolean, specks: number): string =>
  [unsure ? UNSURE_MESSAGE : '', leftOutMessage(specks)].filter(Boolean).join(' ')

const afterUnsure = (message: string): string | null =>
  message === UNSURE_MESSAGE || message.startsWith(`${UNSURE_MESSAGE} `)
    ? message.slice(UNSURE_MESSAGE.length).trimStart()
    : null

/** Whether a session says that its cut-out is a guess. */
export function isUnsureMessage(message: string): boolean {
  const rest = afterUnsure(message)
  return rest !== null && (rest === '' || isLeftOutMessage(rest))
}

/** What a session says of dust that was left out; null where it says nothing of it. */
export function leftOutIn(message: string): string | null {
  const sentence = afterUnsure(message) ?? message
  return isLeftOutMessage(sentence) ? sentence : null
}
