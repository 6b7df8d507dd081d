import { describe, expect, it } from 'vitest'
import {
  batchAfter,
  batchTitle,
  isRunning,
  namesWaiting,
  nextIn,
  unagreed,
  type Batch,
  type BatchAction,
  type Place,
} from '../../src/batch/batch.ts'

const picture = (name: string) => ({ id: name, name, file: new File([name], `${name}.png`) })

const add = (...names: string[]): BatchAction => ({ do: 'add', pictures: names.map(picture) })
const place = (id: string, to: Place): BatchAction => ({ do: 'place', id, place: to })
const sending = (id: string) => place(id, { is: 'sending', uploadId: `upload of ${id}` })
const sent = (id: string) => place(id, { is: 'sent', code: id.toUpperCase() })
const refused = (id: string) => place(id, { is: 'refused', reason: 'No picture.' })

const after = (...actions: readonly BatchAction[]): Batch => actions.reduce(batchAfter, [])

describe('pictures that are given together', () => {
  it('are sent one at a time, in their order', () => {
    const three = [add('a', 'b', 'c')]
    expect(nextIn(after(...three), true)?.name).toBe('a')
    expect(nextIn(after(...three, sending('a')), true)).toBeNull()
    expect(nextIn(after(...three, sending('a'), sent('a')), true)?.name).toBe('b')
  })

  it('wait for the artist’s word where they cost something, each for its own', () => {
    const all = after(add('a', 'b'))
    expect([nextIn(all, false), unagreed(all, true), unagreed(all, false).length]).toEqual([null, [], 2])
    const agreed = batchAfter(all, { do: 'agree' })
    const later = batchAfter(agreed, add('c'))
    expect([nextIn(later, false)?.id, unagreed(later, false).map(({ id }) => id)]).toEqual(['a', ['c']])
  })

  it('do not wait for one that is refused', () => {
    expect(nextIn(after(add('a', 'b'), sending('a'), refused('a')), true)?.name).toBe('b')
  })

  it('given later come after those given before', () => {
    expect(namesWaiting(after(add('a', 'b'), sending('a'), add('c')))).toEqual(['b', 'c'])
  })

  it('can be taken out while they wait, one or all, and not once they are sent', () => {
    const some = [add('a', 'b', 'c'), sending('a')]
    expect(namesWaiting(after(...some, { do: 'take out', id: 'b' }))).toEqual(['c'])
    expect(after(...some, { do: 'take out', id: 'a' })).toHaveLength(3)
    expect(after(...some, { do: 'take out', id: null }).map(({ name }) => name)).toEqual(['a'])
  })

  it('make way when the artist gives one up', () => {
    expect(nextIn(after(add('a', 'b'), sending('a'), { do: 'give up', id: 'a' }), true)?.name).toBe('b')
  })

  it('say how far they are, and what was not sent', () => {
    const two = [add('a', 'b'), sending('a')]
    expect(batchTitle(after(...two))).toBe('Sending picture 1 of 2')
    expect(batchTitle(after(...two, sent('a'), sending('b')))).toBe('Sending picture 2 of 2')
    expect(batchTitle(after(...two, sent('a'), sent('b')))).toBe('2 pictures sent')
    expect(batchTitle(after(...two, sent('a'), refused('b')))).toBe('1 picture sent, 1 not sent')
  })

  it('run until each has ended, and leave when they are dismissed then', () => {
    const two = [add('a', 'b'), sending('a'), sent('a'), sending('b')]
    expect(isRunning(after(...two))).toBe(true)
    expect(isRunning(after(...two, refused('b')))).toBe(false)
    expect(after(...two, { do: 'clear' }).map(({ name }) => name)).toEqual(['b'])
    expect(after(...two, refused('b'), { do: 'clear' })).toEqual([])
  })
})
