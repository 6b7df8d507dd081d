import { expect, it } from 'vitest'
import { createLead } from '../../src/follow/lead.ts'

it('where the browser refuses locks, a tab leads itself, once, and asks for no other lock', async () => {
  let [asked, gained] = [0, 0]
  const refuse = () => {
    asked++
    return Promise.reject(new DOMException('Access to the Locks API is denied.', 'SecurityError'))
  }
  const lead = createLead({
    name: 'S_1',
    locks: { request: refuse } as Pick<LockManager, 'request'>,
    onGain: () => (gained += 1),
  })
  lead.want()
  await new Promise((done) => setTimeout(done, 0))
  expect([asked, gained, lead.isMine()]).toEqual([1, 1, true])
})
