import { expect, it } from 'vitest'
import { OPENED, deskStep, type DeskState } from '../../src/retouch/desk-state.ts'
import { planOf } from '../../src/retouch/plan.ts'
import { createSender } from '../../src/retouch/sending.ts'
import { stateWords } from '../../src/retouch/words.ts'
import { FACTS, STANDING, stillDesk } from '../fixtures/still-desk.ts'

const LOCAL = { local: true, correcting: false }
const CLOUD = { local: false, correcting: false }

const made = (standing = {}, facts = {}): DeskState => ({
  ...OPENED,
  cutOut: { is: 'made', ...FACTS, ...facts },
  standing: { ...STANDING, ...standing },
})
const failed = deskStep(OPENED, { is: 'not cut out', what: 'The server is gone.', next: 'Start it.' })

it.each([
  ['[PLAN-1] the local engine gets the file, also before the cut-out is there', OPENED, LOCAL, 'as it is'],
  ['[PLAN-1] the local engine gets the file of an outline that is right', made(), LOCAL, 'as it is'],
  ['[PLAN-1] the local engine gets the file where no cut-out can be had', failed, LOCAL, 'as it is'],
  ['[PLAN-2] a corrected one goes with alpha', made({ touched: true }), LOCAL, 'with alpha'],
  ['[PLAN-2] another upstream gets it with alpha', made(), CLOUD, 'with alpha'],
  ['[PLAN-2] and waits for it', OPENED, CLOUD, 'with alpha, once cut out'],
  ['[PLAN-3] a file with its own alpha is that already', made({}, { ownAlpha: true }), CLOUD, 'as it is'],
  ['[PLAN-3] unless it was corrected', made({ touched: true }, { ownAlpha: true }), CLOUD, 'with alpha'],
  ['[PLAN-4] nothing is made where nothing stands apart', made({ empty: true }), LOCAL, 'nothing'],
  ['[PLAN-4] nor where no cut-out can be had for another upstream', failed, CLOUD, 'nothing'],
  ['a session gets no same spins again', made(), { local: true, correcting: true }, 'nothing'],
] as const)('%s', (_, state, of, plan) => {
  expect(planOf(state, of)).toBe(plan)
})

function sender() {
  const still = stillDesk()
  const sent: string[] = []
  const own = createSender(still.desk, (picture, seen) => sent.push(`${picture.name} ${seen ? 'seen' : 'unseen'}`))
  return { ...still, sender: own, sent }
}

it('sends at once before the cut-out has come, and once however often it is pressed', () => {
  const { sender: own, sent } = sender()
  own.make(LOCAL)
  own.make(LOCAL)
  own.asItIs()
  expect(sent).toEqual(['chair.jpg unseen'])
})

it('sends the corrected picture once, after it was written', async () => {
  const { sender: own, sent, stands, composed, orders } = sender()
  stands({ touched: true })
  own.make(LOCAL)
  own.make(LOCAL)
  expect([own.state.get().is, orders]).toEqual(['under way', ['compose true']])
  composed()
  await expect.poll(() => sent).toEqual(['chair.png seen'])
})

it('waits for the cut-out before another upstream is sent it, without the hidden colours', async () => {
  const { sender: own, sent, stands, composed, orders } = sender()
  own.make(CLOUD)
  own.make(CLOUD)
  expect([own.state.get().is, orders]).toEqual(['under way', []])
  stands()
  stands({ touched: true })
  expect(orders).toEqual(['compose false'])
  composed()
  await expect.poll(() => sent).toEqual(['chair.png seen'])
})

it('sends the file while the cut-out is waited for, and nothing when that comes', () => {
  const { sender: own, sent, stands, orders } = sender()
  own.make(CLOUD)
  own.asItIs()
  stands()
  expect([sent, orders]).toEqual([['chair.jpg unseen'], []])
})

it('can be pressed again where no cut-out came, or the picture could not be written', async () => {
  const { sender: own, sent, stands, happen, composed, failed: fails } = sender()
  own.make(CLOUD)
  happen({ is: 'not cut out', what: 'The server is gone.', next: '' })
  expect(own.state.get().is).toBe('not yet')
  stands()
  own.make(CLOUD)
  fails('No memory.')
  await expect.poll(() => own.state.get()).toEqual({ is: 'failed', reason: 'No memory.' })
  own.make(CLOUD)
  composed()
  await expect.poll(() => sent).toEqual(['chair.png seen'])
})

it.each([
  ['is being made', OPENED, 'wait', /^Cutting out/],
  ['stands', made(), 'plain', /in colour/],
  ['is a guess', made({}, { unsure: true }), 'warn', /^Not sure what the subject is: check the outline/],
  ['was a guess and is corrected', made({ touched: true }, { unsure: true }), 'plain', /in colour/],
  ['is empty', made({ empty: true }, { reason: 'All is one colour.' }), 'warn', /^All is one colour\./],
  ['was erased', made({ empty: true, touched: true }), 'warn', /^Nothing is left/],
  ['cannot be had', failed, 'warn', /^The server is gone/],
] as const)('says so when the cut-out %s', (_, state, tone, what) => {
  const words = stateWords(state, true)
  expect(words.tone).toBe(tone)
  expect(words.what).toMatch(what)
})

it('sends nobody on to an engine that found nothing, but to another upstream', () => {
  const state = made({ empty: true })
  expect(stateWords(state, true).next).toBe('Mark the subject with Keep, or choose another picture.')
  expect(stateWords(state, false).next).toBe('Mark the subject with Keep, or send the picture as it is.')
})

it('knows how many strokes are still to follow', () => {
  const two = deskStep(deskStep(made(), { is: 'change ordered' }), { is: 'change ordered' })
  const one = deskStep(two, { is: 'changed', patch: null, standing: { ...STANDING, canUndo: true } })
  expect([two.changing, one.changing, one.standing.canUndo]).toEqual([2, 1, true])
  expect(deskStep(one, { is: 'broken' })).toMatchObject({ changing: 0, broken: true, cutOut: { is: 'failed' } })
})
