import { expect, it } from 'vitest'
import { correctionsIn, type CorrectedPicture } from '../../src/retouch/kept-corrections.ts'
import { tablesInMemory } from '../../src/storage/tables-in-memory.ts'

const picture = (name: string): CorrectedPicture => ({
  file: new File([name], `${name}.jpg`, { type: 'image/jpeg' }),
  name,
  correcting: false,
  enclosed: 'open',
})
const outline = (...bytes: number[]) => new Uint8Array(bytes)

function opened() {
  const tables = { ...tablesInMemory(), keeps: true }
  return { corrections: correctionsIn(async () => tables), rows: () => tables.table('corrections').all() }
}

it('what was corrected is found again with its picture, as it was last', async () => {
  const { corrections } = opened()
  await corrections.keep('A', picture('chair'), outline(0, 255))
  await corrections.keep('A', picture('chair'), outline(255, 255))
  const found = await corrections.find('A')
  expect(found).toMatchObject({
    picture: { name: 'chair', correcting: false, enclosed: 'open' },
    alpha: outline(255, 255),
  })
  expect([found?.picture.file.name, await found?.picture.file.text()]).toEqual(['chair.jpg', 'chair'])
})

it('only the newest is kept, and an outline is never found with the picture of another', async () => {
  const { corrections, rows } = opened()
  await corrections.keep('A', picture('chair'), outline(1))
  await corrections.keep('B', picture('vase'), outline(2))
  expect([await corrections.find('A'), (await corrections.find('B'))?.picture.name]).toEqual([null, 'vase'])
  await corrections.keep('A', picture('chair'), outline(3))
  expect([(await corrections.find('A'))?.picture.name, await corrections.find('B')]).toEqual(['chair', null])
  await corrections.forget('B')
  expect(await rows()).toHaveLength(2)
  await corrections.forget('A')
  expect(await rows()).toEqual([])
})

it('a browser that keeps nothing says so', async () => {
  const tables = tablesInMemory()
  await expect(correctionsIn(async () => tables).keep('A', picture('chair'), outline(1))).rejects.toThrow('nothing')
})
