import { UnusableAnswer } from '../contract/answer.ts'
import { MESH_KINDS } from '../contract/mesh-fields.ts'
import { sessionFault } from '../contract/session-faults.ts'
import { readSession, type Session } from '../contract/session.ts'

const meshCount = ({ meshes }: Session): number =>
  MESH_KINDS.reduce((count, kind) => count + Object.keys(meshes[kind]).length, 0)

const lacksWhatWasThere = (last: Session, next: Session): boolean =>
  next.spins.length < last.spins.length ||
  meshCount(next) < meshCount(last) ||
  (next.status === '' && last.status !== '')

/**
 * A session's answer.
 * @throws UnusableAnswer when it is no session, or another one than `code`, the one that was requested
 */
export function sessionOf(data: unknown, code: string | null = null): Session {
  const session = readSession(data)
  if (!session) throw new UnusableAnswer('The answer names no session.')
  if (code !== null && session.code !== code)
    throw new UnusableAnswer(`The answer is about another session: ${session.code} instead of ${code}.`)
  return session
}

/**
 * What is known of a session after another answer. An upstream that leaves the finished spins out of its answers does not
 * take them away; only work on the spins themselves does.
 * @throws UnusableAnswer when the answer is about another session, or broken where the last one was whole
 */
export function heard(last: Session | undefined, data: unknown, code: string): Session {
  const next = sessionOf(data, code)
  if (!last || last.code !== code) return next
  const fault = sessionFault(data)
  if (fault !== null && lacksWhatWasThere(last, next))
    throw new UnusableAnswer(`The answer could not be read: ${fault}.`)
  const losesSpins = next.spins.length < last.spins.length && next.phase.work !== 'spins'
  return losesSpins ? { ...next, spins: last.spins } : next
}
