import { ApiError } from '../contract/api-error.ts'
import { outcomeOf, type EnclosedChoice } from '../contract/enclosed-areas.ts'
import { isSampleCode } from '../contract/sample.ts'
import { WAITING } from './job-tools.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionRecord } from './session-record.ts'

/**
 * Writes down what becomes of the enclosed areas, and the making of new spins where the choice changes them: after the
 * work that waits already, which was requested for the spins before.
 * @throws {ApiError} `conflict` where there is nothing to choose
 */
export async function chooseEnclosed(
  book: SessionBook,
  { code }: SessionRecord,
  choice: EnclosedChoice,
  key: string,
): Promise<void> {
  await book.update(code, (record) => {
    const { enclosed, pending, status } = record
    if (isSampleCode(code))
      throw new ApiError('conflict', 'A sample stays as it is. Add its picture as an image of your own to change it.')
    if (!enclosed?.found) throw nothingEnclosed(record)
    const { choice: before, found } = enclosed
    const isSame = outcomeOf(choice, found) === outcomeOf(before, found)
    // It has had its spins, and what was to follow them waits already.
    const changed = { enclosed: { ...enclosed, choice }, goOnToMesh: false }
    if (isSame && status !== 'spin_generate_failed') return changed
    // Those that wait last read this choice when they begin.
    if (pending.length > 1 && pending.at(-1)?.kind === 'spins') return changed
    const spins = { kind: 'spins', key, before } as const
    if (pending.length > 0) return { ...changed, pending: [...pending, spins] }
    book.setPercent(code, 0)
    return { ...changed, status: 'spin_generate_processing', message: WAITING, spins: [], pending: [spins] }
  })
}

function nothingEnclosed({ enclosed, pending }: SessionRecord): ApiError {
  const why =
    enclosed === undefined && pending.length > 0
      ? 'The picture is not cut out yet. Wait for the spins, then choose again.'
      : 'The figure in this picture encloses nothing that could be an opening.'
  return new ApiError('conflict', why)
}
