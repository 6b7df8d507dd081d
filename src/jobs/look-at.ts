import { UnusableAnswer } from '../contract/answer.ts'
import { isGone } from '../contract/api-error.ts'
import { askFor } from '../contract/ask.ts'
import { artistText } from '../contract/artist-text.ts'
import { sessionPath } from '../contract/paths.ts'
import { isPassing } from '../contract/retry.ts'
import { readSession } from '../contract/session.ts'
import type { Look } from './runner-parts.ts'
import { OFFLINE } from './send-job.ts'

/** A session as it is at this moment, whatever the page has heard of it before. Never throws. */
export async function lookAt(sessionCode: string): Promise<Look> {
  try {
    const session = readSession(await askFor(sessionPath(sessionCode)))
    if (session?.code !== sessionCode) throw new UnusableAnswer('The answer is about another session, or about none.')
    return { is: 'seen', session }
  } catch (error) {
    if (isGone(error)) return { is: 'gone' }
    const reason = navigator.onLine ? `${artistText(error).what} Nothing was sent yet.` : OFFLINE
    return { is: 'unseen', reason, until: isPassing(error) ? 'online' : 'artist' }
  }
}
